import pg from 'pg'

/**
 * Runs `work` while no other process on this database runs work of the same name; the others wait.
 * For elections and things done once in the life of a database, not for the daily path. The lock goes
 * with its connection, so a killed process blocks nobody.
 */
export async function exclusively<Result>(
  config: pg.ClientConfig,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...config, application_name: `saldo ${name}` })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtextextended('saldo ' || $1, 0))", [name])
    return await work()
  } finally {
    await client.end()
  }
}
