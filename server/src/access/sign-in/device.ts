import { randomBytes } from 'node:crypto'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { sha256 } from '../token.ts'

/** A browser, by a random text in a cookie of its own. It opens nothing: a person is told of one that is new. */
export type Device = string

const SHAPE = /^[A-Za-z0-9_-]{22}$/

/** The device of a cookie's text, or a new one. */
export function deviceOf(cookie: string | undefined): Device {
  return cookie !== undefined && SHAPE.test(cookie) ? cookie : randomBytes(16).toString('base64url')
}

/**
 * Notes that a person has signed in from a device.
 * @returns `new` when they had used other ones before and never this
 */
export async function seeDevice(
  tx: Tx,
  { tenantId, id }: { readonly tenantId: Id<'tenant'>; readonly id: Id<'person'> },
  device: Device,
): Promise<'first' | 'known' | 'new'> {
  const hash = sha256(device)
  const present = now()
  const seen = await tx.execute(
    `update access.known_device set last_seen_at = $4
     where tenant_id = $1 and person_id = $2 and device_hash = $3`,
    [tenantId, id, hash, present],
  )
  if (seen > 0) return 'known'
  const other = await tx.row(
    'select 1 from access.known_device where tenant_id = $1 and person_id = $2 limit 1',
    [tenantId, id],
  )
  await tx.execute(
    `insert into access.known_device (tenant_id, person_id, device_hash, created_at, last_seen_at)
     values ($1, $2, $3, $4, $4) on conflict do nothing`,
    [tenantId, id, hash, present],
  )
  return other ? 'new' : 'first'
}
