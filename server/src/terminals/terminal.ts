import { createHash, randomInt } from 'node:crypto'
import { type Actor, requireCan, vendorsInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { takeNumbers } from '../tenants/index.ts'
import { VendorUnknown } from '../vendors/index.ts'
import { forgetDevices } from './lookup.ts'

export const TerminalUnknown = refusal(
  'terminal.unknown',
  401,
  'This device is not registered. Enrol it with a code from your supervisor.',
)
export const TerminalBlocked = refusal('terminal.blocked', 403, 'This device has been blocked.')

const CODE_LIFE_MS = 24 * 60 * 60_000
// Without 0, 1, I, L, O: what is read out over a telephone must not be mistaken. 12 of them are 59 bits.
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** A terminal that waits for its device, and the code that enrols it: shown once, valid for a day. */
export async function registerTerminal(
  tx: Tx,
  actor: Actor,
  terminal: {
    readonly vendorId: Id<'vendor'>
    readonly name: string
    readonly id?: Id<'terminal'>
  },
): Promise<{ id: Id<'terminal'>; number: bigint; enrolmentCode: string }> {
  requireCan(actor, 'terminal.register', terminal)
  const { tenantId } = actor
  const id = terminal.id ?? newId<'terminal'>()
  const name = cleanText(terminal.name, { pointer: '/name', max: 80 })
  const number = await takeNumbers(tx, tenantId, 'terminal')
  await refusing({ terminal_vendor: () => VendorUnknown() }, () =>
    tx.execute(
      `insert into terminals.terminal (tenant_id, id, number, vendor_id, name, status, created_at)
       values ($1, $2, $3, $4, $5, 'waiting', $6)`,
      [tenantId, id, number, terminal.vendorId, name, now()],
    ),
  )
  await tx.execute(
    `insert into kernel.directory (kind, name, tenant_id) values ('terminal', $1, $2)`,
    [id, tenantId],
  )
  await recordStep(tx, actor, 'terminal.register', id)
  return { id, number, enrolmentCode: await issueEnrolmentCode(tx, actor, id) }
}

/**
 * A new code for a terminal whose device was lost, broken or never enrolled. The device that has been in
 * use goes on working until another one enrols.
 */
export async function issueEnrolmentCode(
  tx: Tx,
  actor: Actor,
  terminalId: Id<'terminal'>,
): Promise<string> {
  const terminal = await lockTerminal(tx, actor, 'terminal.register', terminalId)
  if (terminal.enrolment_code_hash) await forgetCode(tx, terminal.enrolment_code_hash)
  const code = Array.from({ length: 12 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join(
    '',
  )
  const hash = codeHash(code)
  await tx.execute(
    `insert into kernel.directory (kind, name, tenant_id) values ('enrolment_code', $1, $2)`,
    [hash.toString('hex'), actor.tenantId],
  )
  await tx.execute(
    `update terminals.terminal set enrolment_code_hash = $3, enrolment_expires_at = $4
     where tenant_id = $1 and id = $2`,
    [actor.tenantId, terminalId, hash, new Date(now().getTime() + CODE_LIFE_MS)],
  )
  await recordStep(tx, actor, 'terminal.issue_code', terminalId)
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** Blocks a terminal: its next request is refused, at once here and within a second on other servers. */
export async function blockTerminal(
  tx: Tx,
  actor: Actor,
  terminalId: Id<'terminal'>,
  reason: string,
): Promise<void> {
  const why = cleanText(reason, { pointer: '/reason', max: 300 })
  await lockTerminal(tx, actor, 'terminal.block', terminalId)
  await tx.execute(
    `update terminals.terminal set status = 'blocked', blocked_reason = $3
     where tenant_id = $1 and id = $2`,
    [actor.tenantId, terminalId, why],
  )
  await endSessionsOf(tx, actor.tenantId, terminalId)
  await recordStep(tx, actor, 'terminal.block', terminalId, why)
  forgetDevices()
}

/** Lets a blocked terminal work again, after a new sign-in. */
export async function unblockTerminal(
  tx: Tx,
  actor: Actor,
  terminalId: Id<'terminal'>,
): Promise<void> {
  await lockTerminal(tx, actor, 'terminal.block', terminalId)
  await tx.execute(
    `update terminals.terminal
     set status = case when public_key is null then 'waiting' else 'enrolled' end, blocked_reason = null
     where tenant_id = $1 and id = $2 and status = 'blocked'`,
    [actor.tenantId, terminalId],
  )
  await recordStep(tx, actor, 'terminal.unblock', terminalId)
  forgetDevices()
}

/** Ends every open session at a terminal. */
export async function endSessionsOf(
  tx: Tx,
  tenantId: Id<'tenant'>,
  terminalId: Id<'terminal'>,
): Promise<void> {
  await tx.execute(
    `update terminals.session set ended_at = $3
     where tenant_id = $1 and terminal_id = $2 and ended_at is null`,
    [tenantId, terminalId, now()],
  )
}

/** What is stored of an enrolment code. Blanks, dashes and small letters in `code` do not matter. */
export function codeHash(code: string): Buffer {
  const letters = code.toUpperCase().replace(/[\s-]/g, '')
  return createHash('sha256').update(letters).digest()
}

export async function forgetCode(tx: Tx, hash: Buffer): Promise<void> {
  await tx.execute(`delete from kernel.directory where kind = 'enrolment_code' and name = $1`, [
    hash.toString('hex'),
  ])
}

/** The number as people say it: T-0412. */
export function terminalNumber(number: bigint): string {
  return `T-${number.toString().padStart(4, '0')}`
}

function recordStep(
  tx: Tx,
  actor: Actor,
  action: string,
  terminalId: Id<'terminal'>,
  reason?: string,
): Promise<void> {
  const object = { kind: 'terminal', id: terminalId }
  return record(tx, { actor, action, object, ...(reason !== undefined && { reason }) })
}

// A terminal of a vendor out of reach is answered like one that does not exist.
async function lockTerminal(
  tx: Tx,
  actor: Actor,
  permission: 'terminal.register' | 'terminal.block',
  terminalId: Id<'terminal'>,
) {
  requireCan(actor, permission)
  const row = await tx.row<{ status: string; enrolment_code_hash: Buffer | null }>(
    `select status, enrolment_code_hash from terminals.terminal
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or vendor_id = any ($3)) for update`,
    [actor.tenantId, terminalId, vendorsInReach(actor, permission)],
  )
  if (!row) throw TerminalUnknown()
  return row
}
