import type { Actor } from '../access/index.ts'
import { NotAllowed } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Seller } from '../hub/index.ts'
import { createBatcher } from '../kernel/batcher.ts'
import { createCache } from '../kernel/cache.ts'
import type { Id } from '../kernel/ids.ts'
import { readVendors, type Vendor, VendorUnknown } from '../vendors/index.ts'

// Names on a receipt may be two seconds old; whether the vendor may sell is asked with every sale.
const vendors = createCache<Vendor>({ max: 20_000, maxAgeMs: 2_000 })

type Wanted = { readonly tenantId: Id<'tenant'>; readonly vendorId: Id<'vendor'> }

// Those that are asked for at the same time are read together.
const lookups = createBatcher<Wanted, Vendor>({
  group: ({ tenantId }) => tenantId,
  run: async (wanted) => {
    const { tenantId } = wanted[0]!
    const ids = wanted.map(({ vendorId }) => vendorId)
    const found = await reading({ tenantId }, (db) => readVendors(db, tenantId, ids))
    const byId = new Map(found.map((vendor) => [vendor.id, vendor]))
    return ids.map((id) => byId.get(id) ?? VendorUnknown())
  },
})

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
    lookups.add({ tenantId, vendorId }),
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
