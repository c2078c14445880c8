import { reading } from '../src/db/index.ts'
import { verifyHub } from '../src/hub/index.ts'
import { verifyLedger } from '../src/ledger/index.ts'
import { floatOf } from '../src/vendors/index.ts'
import type { World, WorldVendor } from './harness.ts'

/** Everything that the books promise and do not keep; empty when all is well. */
export function findings({ actor, tenantId }: World) {
  return reading(actor, async (db) => [
    ...(await verifyHub(db, tenantId)),
    ...(await verifyLedger(db, tenantId)).findings,
  ])
}

/** Minor units that the float can still pay. */
export function available({ actor, tenantId }: World, vendor: WorldVendor): Promise<bigint> {
  return reading(actor, (db) => floatOf(db, tenantId, vendor.id))
}

/** Rows of a table that the world's tenant has. The name is a test's own, never an input. */
export async function rowsOf({ actor, tenantId }: World, table: string): Promise<number> {
  const row = await reading(actor, (db) =>
    db.row<{ n: bigint }>(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId]),
  )
  return Number(row?.n)
}

/** How many sales, tokens, postings and keys there are, in this order. */
export function salesMade(world: World): Promise<number[]> {
  const tables = ['hub.sale', 'tokens.token', 'ledger.posting', 'hub.sale_key']
  return Promise.all(tables.map((table) => rowsOf(world, table)))
}
