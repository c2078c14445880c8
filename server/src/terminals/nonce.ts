import { transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Device } from './lookup.ts'

export const RequestReplayed = refusal(
  'terminal.replayed',
  409,
  'This request has been sent before.',
)

const HOUR = 60 * 60_000
// A request without a session stays valid for as long as the device keeps its key, so its nonce is kept
// for a long time: there are only a few of these a day.
const WITHOUT_SESSION = 400 * 24 * HOUR

/** Marks a request of a device as seen. Throws `terminal.replayed` when it was seen before. */
export async function useNonce(
  { tenantId, terminalId }: Device,
  nonce: string,
  sessionEnds: Date | undefined,
): Promise<void> {
  const keptUntil = new Date(
    sessionEnds ? sessionEnds.getTime() + HOUR : now().getTime() + WITHOUT_SESSION,
  )
  const fresh = await transaction({ tenantId }, (tx) =>
    tx.execute(
      {
        name: 'terminals.use_nonce',
        text: `insert into terminals.nonce (tenant_id, terminal_id, nonce, kept_until)
               values ($1, $2, $3, $4) on conflict do nothing`,
      },
      [tenantId, terminalId, nonce, keptUntil],
    ),
  )
  if (fresh === 0) throw RequestReplayed()
}

/** Removes the nonces and sessions of a tenant that nobody can use any more. Returns how many rows went. */
export function forgetOldDeviceRows(tenantId: Id<'tenant'>): Promise<number> {
  const present = now()
  return transaction({ tenantId }, async (tx) => {
    const nonces = await tx.execute(
      'delete from terminals.nonce where tenant_id = $1 and kept_until < $2',
      [tenantId, present],
    )
    const sessions = await tx.execute(
      'delete from terminals.session where tenant_id = $1 and expires_at < $2',
      [tenantId, new Date(present.getTime() - 30 * 24 * HOUR)],
    )
    return nonces + sessions
  })
}
