import pg from 'pg'
import { now } from '../kernel/clock.ts'
import type { DatabaseAccess } from './access.ts'

/**
 * A named person has looked at the clock and found it right: sales may go on from the present time, however
 * long ago the last one was. The name is kept with the installation.
 */
export async function trustClock(access: DatabaseAccess, by: string): Promise<void> {
  const name = by.trim()
  if (name === '') throw new Error('A clock is trusted by a named person.')
  const client = new pg.Client(access.privileged)
  await client.connect()
  try {
    await client.query(
      'update kernel.installation set clock_mark = $1, clock_trusted_at = $1, clock_trusted_by = $2',
      [now(), name],
    )
  } finally {
    await client.end()
  }
}
