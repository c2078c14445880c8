import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import type { ClientConfig } from 'pg'

/** The roles that the first migration makes. Their names are fixed: grants name them. */
export type Role = 'saldo_server' | 'saldo_worker' | 'saldo_backup'

/** How to reach one database, once for each part that a connection can play. */
export interface DatabaseAccess {
  /** The one that may make roles and schemas: for migration and for drills, never for requests. */
  readonly privileged: ClientConfig
  /** Owns the tables; row-level security holds for it too. */
  readonly owner: ClientConfig
  readonly server: ClientConfig
  readonly worker: ClientConfig
  readonly backup: ClientConfig
}

/** Access through the private socket of the embedded server, which asks for no password. */
export function accessBySocket(host: string, port: number, database: string): DatabaseAccess {
  const as = (user: string): ClientConfig => ({ host, port, database, user })
  return {
    privileged: as('postgres'),
    owner: { ...as('postgres'), options: '-c role=saldo_owner' },
    server: as('saldo_server'),
    worker: as('saldo_worker'),
    backup: as('saldo_backup'),
  }
}

/**
 * Access to a PostgreSQL of the operator's own, by one privileged address. The other roles sign in with
 * passwords that follow from the master key, so there is nothing more to configure or to store.
 */
export function accessByUrl(url: string, masterKey: Uint8Array): DatabaseAccess {
  const as = (role: Role): ClientConfig => {
    const own = new URL(url)
    // Parameters go before the part in front of the @, also where an address has no host.
    own.searchParams.set('user', role)
    own.searchParams.set('password', rolePassword(masterKey, role))
    return { connectionString: own.href }
  }
  return {
    privileged: { connectionString: url },
    owner: { connectionString: url, options: '-c role=saldo_owner' },
    server: as('saldo_server'),
    worker: as('saldo_worker'),
    backup: as('saldo_backup'),
  }
}

/** HMAC-SHA-256 under the master key over `role:` and the role's name, in hexadecimal. */
export function rolePassword(masterKey: Uint8Array, role: Role): string {
  return createHmac('sha256', masterKey).update(`role:${role}`).digest('hex')
}

/**
 * What PostgreSQL stores for a password (RFC 5803). Sent instead of the password itself, so that a
 * server that logs statements does not log the secret. The salt follows from the password: the same
 * password gives the same text, and a start that changes nothing writes nothing.
 */
export function scramVerifier(password: string): string {
  const iterations = 4096
  const salt = createHash('sha256').update(`salt:${password}`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const server = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`
}
