import { record } from '../audit/index.ts'
import { reading, statement, type Tx } from '../db/index.ts'
import { createBatcher } from '../kernel/batcher.ts'
import { createCache } from '../kernel/cache.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { type Actor, NotAllowed, requirePermission } from './actor.ts'
import { can } from './can.ts'
import { isPermission, type Permission } from './permissions.ts'
import { SessionRequired } from './sign-in/session.ts'
import { type BearerToken, newToken, readToken } from './token.ts'

export const ClientBlocked = refusal('client.blocked', 403, 'This client has been blocked.')
export const ClientUnknown = refusal('client.unknown', 404, 'There is no such client.')

export type NewClient = {
  readonly name: string
  /** The vendor on whose float the program sells. */
  readonly vendorId: Id<'vendor'>
  readonly permissions: readonly Permission[]
}

/** What a program may be given: never the administration. */
const forClients: ReadonlySet<Permission> = new Set<Permission>([
  'sale.make',
  'quote.make',
  'meter.read',
  'sale.read',
  'sale.reprint',
  'vendor.read',
])

/**
 * Registers a program that calls the partner interface. The secret is returned once and stored as a hash.
 */
export async function registerClient(
  tx: Tx,
  actor: Actor,
  client: NewClient,
): Promise<{ id: Id<'client'>; secret: string }> {
  requirePermission(actor, 'client.register')
  if (!can(actor, 'client.register', client)) throw NotAllowed({ permission: 'client.register' })
  const beyond = client.permissions.find((permission) => !forClients.has(permission))
  if (beyond) throw NotAllowed({ permission: beyond })
  const name = cleanText(client.name, { pointer: '/name', max: 120 })
  const { text, hash } = newToken(actor.tenantId)
  const id = newId<'client'>()
  await tx.execute(
    `insert into access.client
       (tenant_id, id, name, vendor_id, secret_hash, permissions, status, created_at)
     values ($1, $2, $3, $4, $5, $6, 'active', $7)`,
    [actor.tenantId, id, name, client.vendorId, hash, client.permissions, now()],
  )
  await record(tx, {
    actor,
    action: 'client.register',
    object: { kind: 'client', id },
    after: { name, vendorId: client.vendorId, permissions: client.permissions },
  })
  return { id, secret: text }
}

/** Blocks a client or lets it in again; on all servers within a second. */
export async function setClientStatus(
  tx: Tx,
  actor: Actor,
  clientId: Id<'client'>,
  status: 'active' | 'blocked',
): Promise<void> {
  requirePermission(actor, 'client.register')
  const changed = await tx.execute(
    'update access.client set status = $3 where tenant_id = $1 and id = $2',
    [actor.tenantId, clientId, status],
  )
  if (changed === 0) throw ClientUnknown()
  const object = { kind: 'client', id: clientId }
  await record(tx, { actor, action: `client.${status}`, object, after: { status } })
  clients.forget()
}

type ClientRow = {
  id: Id<'client'>
  name: string
  vendor_id: Id<'vendor'>
  permissions: string[]
  status: string
}

// A client sells many times a second; a block must act within two seconds everywhere (RELIABILITY F32).
const clients = createCache<ClientRow | undefined>({ max: 5_000, maxAgeMs: 1_000 })

/**
 * The actor behind a client's bearer token.
 * @throws SessionRequired for a token that is not ours, ClientBlocked
 */
export async function clientOf(token: string | undefined): Promise<Actor> {
  const parsed = readToken(token ?? '')
  if (!parsed) throw SessionRequired()
  const { tenantId, hash } = parsed
  const row = await clients.get(hash.toString('base64url'), () => lookups.add(parsed))
  if (!row) throw SessionRequired()
  if (row.status !== 'active') throw ClientBlocked()
  return {
    tenantId,
    kind: 'client',
    id: row.id,
    name: row.name,
    permissions: new Set(row.permissions.filter(isPermission)),
    reach: { utilities: 'all', vendors: [row.vendor_id] },
    vendorId: row.vendor_id,
  }
}

// A thousand programs that each sell once a second are each looked up once a second: together, in one
// statement for all that wait.
const lookups = createBatcher<BearerToken, ClientRow | undefined>({
  group: ({ tenantId }) => tenantId,
  run: readClients,
})

async function readClients(tokens: readonly BearerToken[]): Promise<(ClientRow | undefined)[]> {
  const { tenantId } = tokens[0]!
  const rows = await reading({ tenantId }, (db) =>
    db.rows<ClientRow & { secret_hash: Buffer }>(clientStatement, [
      tenantId,
      tokens.map(({ hash }) => hash),
    ]),
  )
  const byHash = new Map(rows.map((row) => [row.secret_hash.toString('hex'), row]))
  return tokens.map(({ hash }) => byHash.get(hash.toString('hex')))
}

const clientStatement = statement(
  'access.clients',
  `select id, name, vendor_id, permissions, status, secret_hash from access.client
   where tenant_id = $1 and secret_hash = any ($2::bytea[])`,
)
