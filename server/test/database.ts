import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { accessBySocket, type DatabaseAccess } from '../src/db/access.ts'
import { templateName } from './global-setup.ts'

/**
 * The master key of all tests that sign in through TCP: the roles, and so their passwords, belong to the
 * whole server, and tests that run beside each other must not change them under each other.
 */
export const testMasterKey = Buffer.alloc(32, 7)

export interface FreshDatabase extends DatabaseAccess {
  readonly name: string
  /** The same database through TCP with a password, as the operator's own PostgreSQL would be. */
  readonly url: string
}

/**
 * A migrated, empty database for one test file, cloned from the run's template. It goes away with the
 * run's server. `privileged` connects as superuser, the others as their role; see `DatabaseAccess`.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { host, port, tcpPort, password } = inject('databaseServer')
  const name = `test_${randomBytes(6).toString('hex')}`
  const client = new pg.Client(accessBySocket(host, port, 'postgres').privileged)
  await client.connect()
  await client.query(`create database ${name} template ${templateName}`)
  await client.query(`revoke temporary on database ${name} from public`)
  await client.query(`grant create on database ${name} to saldo_owner`)
  await client.query(`alter database ${name} set timezone = 'UTC'`)
  await client.end()
  const url = `postgres://postgres:${password}@127.0.0.1:${tcpPort}/${name}`
  return { ...accessBySocket(host, port, name), name, url }
}
