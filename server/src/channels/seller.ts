import type { Actor } from '../access/index.ts'
import { NotAllowed } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Seller } from '../hub/index.ts'
import { createCache } from '../kernel/cache.ts'
import type { Id } from '../kernel/ids.ts'
import { readVendor, type Vendor } from '../vendors/index.ts'

// Names on a receipt may be two seconds old; whether the vendor may sell is asked with every sale.
const vendors = createCache<Vendor>({ max: 20_000, maxAgeMs: 2_000 })

/** Who sells, for the hub: an operator or client on its vendor's float. */
export async function sellerOf(
  actor: Actor,
  channel: string,
  clientId: string,
  names: { readonly terminal: string; readonly operator: string },
): Promise<Seller> {
  const { tenantId, vendorId } = actor
  if (!vendorId) throw NotAllowed({ permission: 'sale.make' })
  const vendor = await vendors.get(`${tenantId} ${vendorId}`, () =>
    reading({ tenantId }, (db) => readVendor(db, tenantId, vendorId)),
  )
  return {
    tenantId,
    channel,
    clientId,
    vendorId,
    terminalId: actor.terminalId ?? null,
    operatorId: actor.kind === 'operator' ? (actor.id as Id<'operator'>) : null,
    names: { vendor: vendor.name, vendorAddress: vendor.address, ...names },
  }
}
