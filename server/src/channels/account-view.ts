import Type, { type Static } from 'typebox'
import { reading } from '../db/index.ts'
import type { Seller } from '../hub/index.ts'
import { formatMinor } from '../kernel/money.ts'
import { AmountText } from '../kernel/schemas.ts'
import { utilitiesOf } from '../tenants/index.ts'
import { floatOf, readVendor } from '../vendors/index.ts'
import { CurrencyView } from './sale-view.ts'

export const AccountView = Type.Object({ available: AmountText, currency: CurrencyView })

/** The float of a vendor in its currency. */
export async function accountView(
  tenantId: Seller['tenantId'],
  vendorId: Seller['vendorId'],
): Promise<Static<typeof AccountView>> {
  const { vendor, available } = await reading({ tenantId }, async (db) => ({
    vendor: await readVendor(db, tenantId, vendorId),
    available: await floatOf(db, tenantId, vendorId),
  }))
  const utility = (await utilitiesOf({ tenantId })).find(
    ({ currency }) => currency.code === vendor.currency,
  )
  const currency = utility?.currency ?? { code: vendor.currency, decimals: 2 as const }
  return { available: formatMinor(available, currency), currency: { ...currency } }
}
