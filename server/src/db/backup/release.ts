import pg from 'pg'
import { now } from '../../kernel/clock.ts'
import type { DatabaseAccess } from '../access.ts'

/**
 * Ends the quarantine of a restored copy: from now on it issues tokens and sends messages. The person's
 * name is kept with the installation.
 * @returns false when the installation was not in quarantine
 */
export async function release(access: DatabaseAccess, by: string): Promise<boolean> {
  const name = by.trim()
  if (name === '') throw new Error('A quarantine is released by a named person.')
  const client = new pg.Client(access.privileged)
  await client.connect()
  try {
    const { rows } = await client.query<{ quarantined: boolean }>(
      'select kernel.quarantined() as quarantined',
    )
    if (rows[0]?.quarantined !== true) return false
    await client.query(
      `update kernel.installation
       set quarantined_at = coalesce(quarantined_at, $1), released_at = $1, released_by = $2`,
      [now(), name],
    )
    // The setting stands for the time in which nobody could read the row. The row decides from here on.
    await client.query('alter system reset saldo.quarantine')
    await client.query('select pg_reload_conf()')
    return true
  } finally {
    await client.end()
  }
}
