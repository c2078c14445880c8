import { systemActor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { readingOutsideTenants, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { forgetDevices } from './lookup.ts'
import { type Jwk, pointOf } from './signature.ts'
import { codeHash, endSessionsOf, forgetCode, TerminalBlocked } from './terminal.ts'

export const EnrolmentCodeUnknown = refusal(
  'enrolment.code_unknown',
  404,
  'This code is unknown, used or older than a day. Ask for a new one.',
)

export type EnrolledTerminal = {
  readonly tenantId: Id<'tenant'>
  readonly terminalId: Id<'terminal'>
}

/**
 * Binds a device to its terminal by the one-time code and the public half of a key pair that the device
 * made itself and cannot give away. A device enrolled before is no longer this terminal.
 * @throws EnrolmentCodeUnknown, TerminalBlocked, KeyMalformed
 */
export async function enrol(code: string, publicKey: Jwk): Promise<EnrolledTerminal> {
  const point = pointOf(publicKey)
  const hash = codeHash(code)
  const entry = await readingOutsideTenants((db) =>
    db.row<{ tenant_id: Id<'tenant'> }>(
      `select tenant_id from kernel.directory where kind = 'enrolment_code' and name = $1`,
      [hash.toString('hex')],
    ),
  )
  if (!entry) throw EnrolmentCodeUnknown()
  const tenantId = entry.tenant_id
  const terminalId = await transaction({ tenantId }, async (tx) => {
    const present = now()
    const terminal = await tx.row<{ id: Id<'terminal'>; status: string; expires: Date }>(
      `select id, status, enrolment_expires_at as expires from terminals.terminal
       where tenant_id = $1 and enrolment_code_hash = $2 for update`,
      [tenantId, hash],
    )
    if (!terminal || terminal.expires <= present) throw EnrolmentCodeUnknown()
    if (terminal.status === 'blocked') throw TerminalBlocked()
    await tx.execute(
      `update terminals.terminal
       set public_key = $3, status = 'enrolled', enrolled_at = $4, enrolment_code_hash = null,
           enrolment_expires_at = null
       where tenant_id = $1 and id = $2`,
      [tenantId, terminal.id, point, present],
    )
    await endSessionsOf(tx, tenantId, terminal.id)
    await forgetCode(tx, hash)
    await record(tx, {
      actor: systemActor(tenantId),
      action: 'terminal.enrol',
      object: { kind: 'terminal', id: terminal.id },
    })
    return terminal.id
  })
  forgetDevices()
  return { tenantId, terminalId }
}
