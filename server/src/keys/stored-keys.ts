import type { BaseDate, Dkga } from '@saldo/sts'
import { type Actor, requirePermission } from '../access/index.ts'
import { type Entrant, reading, statement, type Tx } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import type { Id } from '../kernel/ids.ts'
import type { LoadedKey } from './ceremony.ts'
import type { SecurityModule } from './security-module.ts'
import { KeyNotLoaded, type KeyState, type StoredVendingKey } from './vending-key.ts'

/** What names the vending key that a meter's key was made from. */
export interface KeyName {
  readonly supplyGroupId: Id<'supply_group'>
  readonly keyRevision: number
  readonly keyType: number
  readonly keyAlgorithm: number
  readonly baseDate: number
}

/** Stores a key that a ceremony has loaded, wrapped as it is. */
export async function storeVendingKey(
  tx: Tx,
  actor: Actor,
  supplyGroupId: Id<'supply_group'>,
  key: LoadedKey,
): Promise<void> {
  requirePermission(actor, 'key.load')
  await tx.execute(
    `insert into keys.vending_key
       (tenant_id, id, supply_group_id, key_revision, key_type, algorithm, base_date, key_expiry, wrapped,
        wrapping_key, check_value, state, active_from, issue_until, loaded_by, loaded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      actor.tenantId,
      key.id,
      supplyGroupId,
      key.keyRevision,
      key.keyType,
      key.dkga,
      key.baseDate,
      key.keyExpiry,
      key.wrapped,
      key.wrappingKey,
      key.checkValue,
      key.state,
      key.activeFrom,
      key.issueUntil,
      key.loadedBy,
      key.loadedAt,
    ],
  )
}

/**
 * The id of the vending key of that name, held ready by the security module. What another process changed
 * about a key (suspended, say) is seen within two seconds.
 * @throws KeyNotLoaded
 */
export function vendingKeyFor(entrant: Entrant, name: KeyName): Promise<string> {
  const { supplyGroupId, keyRevision, keyType, keyAlgorithm, baseDate } = name
  const place = `${entrant.tenantId} ${supplyGroupId} ${keyRevision} ${keyType} ${keyAlgorithm} ${baseDate}`
  return known.get(place, () => findAndHold(entrant, name))
}

/** The module of this program. One for each; app.ts chooses it. */
export function useSecurityModule(module: SecurityModule): void {
  current = module
  known.forget()
}

export function securityModule(): SecurityModule {
  if (!current) throw new Error('No security module was opened: app.ts calls useSecurityModule.')
  return current
}

let current: SecurityModule | undefined
const known = createCache<string>({ max: 10_000, maxAgeMs: 2_000 })

const keyStatement = statement(
  'keys.vending_key',
  `select k.id, k.tenant_id, g.code, k.key_revision, k.key_type, k.algorithm, k.base_date, k.key_expiry,
          k.wrapped, k.wrapping_key, k.check_value, k.state, k.active_from, k.issue_until
   from keys.vending_key k
   join keys.supply_group g on g.tenant_id = $1 and g.id = k.supply_group_id
   where k.tenant_id = $1 and k.supply_group_id = $2 and k.key_revision = $3 and k.key_type = $4
     and k.algorithm = $5 and k.base_date = $6`,
)

async function findAndHold({ tenantId }: Entrant, name: KeyName): Promise<string> {
  const row = await reading({ tenantId }, (db) =>
    db.row<KeyRow>(keyStatement, [
      tenantId,
      name.supplyGroupId,
      name.keyRevision,
      name.keyType,
      name.keyAlgorithm,
      name.baseDate,
    ]),
  )
  if (!row) throw KeyNotLoaded({ keyRevision: name.keyRevision })
  securityModule().hold(storedKey(row))
  return row.id
}

function storedKey(row: KeyRow): StoredVendingKey {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    supplyGroupCode: row.code,
    keyRevision: row.key_revision,
    keyType: row.key_type,
    dkga: row.algorithm,
    baseDate: row.base_date,
    keyExpiry: row.key_expiry,
    wrapped: row.wrapped,
    wrappingKey: row.wrapping_key,
    checkValue: row.check_value,
    state: row.state,
    activeFrom: row.active_from,
    issueUntil: row.issue_until,
  }
}

type KeyRow = {
  id: string
  tenant_id: string
  code: string
  key_revision: number
  key_type: 1 | 2
  algorithm: Dkga
  base_date: BaseDate
  key_expiry: number
  wrapped: Buffer
  wrapping_key: string
  check_value: string
  state: KeyState
  active_from: Date
  issue_until: Date | null
}
