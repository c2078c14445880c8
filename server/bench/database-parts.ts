import pg from 'pg'
import { processorSeconds } from './machine.ts'

/** Processor seconds of the database by what its processes are for, so far. */
export type Parts = ReadonlyMap<string, number>

/** By application (`saldo sale`, a worker's pool, …) or, for PostgreSQL's own processes, by their kind. */
export async function databaseParts(connection: pg.ClientConfig): Promise<Parts> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number; part: string }>(
      `select pid, coalesce(nullif(application_name, ''), backend_type) as part
       from pg_stat_activity where pid <> pg_backend_pid()`,
    )
    const parts = new Map<string, number>()
    for (const { pid, part } of rows) {
      parts.set(part, (parts.get(part) ?? 0) + processorSeconds([pid]))
    }
    return parts
  } finally {
    await client.end()
  }
}

/** What was used between two moments, the largest first: `saldo sale 210, checkpointer 12`. */
export function usedBetween(
  before: Parts,
  after: Parts,
  perSale: (seconds: number) => string,
): string {
  return [...after]
    .map(([part, seconds]) => [part, seconds - (before.get(part) ?? 0)] as const)
    .filter(([, seconds]) => seconds > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([part, seconds]) => `${part} ${perSale(seconds)}`)
    .join(', ')
}
