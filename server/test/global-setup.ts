import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { temporaryServer } from './temporary-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: { host: string; port: number; tcpPort: number; password: string }
  }
}

/** The name of the migrated database that each test file gets a copy of. */
export const templateName = 'saldo_template'

/** One PostgreSQL for the whole run, with a migrated template in it. Gone when the run is over. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await temporaryServer({ tcp: true })
  await server.migratedDatabase(templateName)
  const client = new pg.Client(server.access('postgres').privileged)
  await client.connect()
  // Nobody may be connected to a database that is copied.
  await client.query(`alter database ${templateName} is_template true allow_connections false`)
  await client.end()
  project.provide('databaseServer', {
    host: server.host,
    port: server.port,
    tcpPort: server.tcpPort,
    password: server.password,
  })
  return () => server.stop()
}
