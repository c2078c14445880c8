import { type Actor, delayAfter, newToken, verifySecret } from '../access/index.ts'
import { reading, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { type Operator, operatorForSignIn } from '../vendors/index.ts'
import { type Device, forgetDevices } from './lookup.ts'

export const PinWrong = refusal('operator.pin_wrong', 401, 'The PIN is wrong.')
export const OperatorLocked = refusal(
  'operator.locked',
  423,
  'There were too many wrong PINs for this operator on this device.',
)

const MINUTE = 60_000
const SESSION_MS = 12 * 60 * MINUTE
// 10,000 PINs at this pace take longer than anybody keeps a PIN (RELIABILITY F36).
const pinSlowing = { free: 5, first: 5 * MINUTE, longest: 12 * 60 * MINUTE }

export type OperatorSession = {
  readonly token: string
  readonly operator: Operator
  readonly expiresAt: Date
}

/**
 * Signs an operator in at a device. Five wrong PINs lock this operator on this device, each further one
 * for longer; other operators and other devices go on.
 * @throws PinWrong, OperatorLocked, SignInBusy
 */
export async function signInOperator(
  device: Device,
  operatorId: Id<'operator'>,
  pin: string,
): Promise<OperatorSession> {
  const { tenantId, terminalId, vendorId } = device
  const found = await reading({ tenantId }, (db) =>
    operatorForSignIn(db, tenantId, vendorId, operatorId),
  )
  if (found) await countPin(device, operatorId)
  const correct = await verifySecret(found?.pinHash, pin, 'pin')
  if (!found || !correct) throw PinWrong()
  const { text, hash } = newToken(tenantId)
  const present = now()
  const expiresAt = new Date(present.getTime() + SESSION_MS)
  await transaction({ tenantId }, async (tx) => {
    await tx.execute(
      `delete from terminals.pin_failure
       where tenant_id = $1 and terminal_id = $2 and operator_id = $3`,
      [tenantId, terminalId, operatorId],
    )
    await tx.execute(
      `insert into terminals.session
         (tenant_id, token_hash, terminal_id, operator_id, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [tenantId, hash, terminalId, operatorId, present, expiresAt],
    )
  })
  const { id, name, role } = found
  return { token: text, operator: { id, name, role }, expiresAt }
}

/** Ends the session an operator came with. */
export async function signOutOperator(actor: Actor): Promise<void> {
  const hash = Buffer.from(actor.sessionId ?? '', 'hex')
  await transaction(actor, (tx) =>
    tx.execute(
      `update terminals.session set ended_at = $3
       where tenant_id = $1 and token_hash = $2 and ended_at is null`,
      [actor.tenantId, hash, now()],
    ),
  )
  forgetDevices()
}

// Counted before the PIN is looked at and forgotten when it was right: guesses sent at once all count.
async function countPin(device: Device, operatorId: Id<'operator'>): Promise<void> {
  const wait = await transaction({ tenantId: device.tenantId }, (tx) =>
    countIn(tx, device, operatorId),
  )
  if (wait > 0) throw OperatorLocked({}, { retryAfter: Math.ceil(wait / 1000) })
}

async function countIn(
  tx: Tx,
  { tenantId, terminalId }: Device,
  operatorId: Id<'operator'>,
): Promise<number> {
  const key = [tenantId, terminalId, operatorId]
  await tx.execute(
    `insert into terminals.pin_failure (tenant_id, terminal_id, operator_id, failures)
     values ($1, $2, $3, 0) on conflict do nothing`,
    key,
  )
  const row = await tx.row<{ failures: number; locked_until: Date | null }>(
    `select failures, locked_until from terminals.pin_failure
     where tenant_id = $1 and terminal_id = $2 and operator_id = $3 for update`,
    key,
  )
  const present = now().getTime()
  const lockedFor = (row?.locked_until?.getTime() ?? 0) - present
  if (lockedFor > 0) return lockedFor
  const failures = (row?.failures ?? 0) + 1
  await tx.execute(
    `update terminals.pin_failure set failures = $4, locked_until = $5
     where tenant_id = $1 and terminal_id = $2 and operator_id = $3`,
    [...key, failures, new Date(present + delayAfter(failures, pinSlowing))],
  )
  return 0
}
