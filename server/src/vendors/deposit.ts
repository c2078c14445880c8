import { type Actor, requirePermission, requireWithin } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { AmountMalformed, LARGEST_STORED } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { contentHash, floatAvailable, post, postings, vendorAccounts } from '../ledger/index.ts'
import { utilitiesOf } from '../tenants/index.ts'
import { readVendor, requireVendor, VendorUnknown, VendorWrongStatus } from './vendor.ts'

export const DepositConfirmed = refusal(
  'deposit.already_confirmed',
  409,
  'A deposit with this bank reference has been confirmed before.',
)

/**
 * Confirms that money of a vendor reached the bank: the float grows by it. One bank reference counts
 * once, however often it is confirmed.
 * @throws VendorUnknown, VendorWrongStatus, DepositConfirmed
 */
export async function confirmDeposit(
  tx: Tx,
  actor: Actor,
  deposit: {
    readonly vendorId: Id<'vendor'>
    /** In the currency of the float. */
    readonly minor: bigint
    readonly bankReference: string
    readonly id?: Id<'deposit'>
  },
): Promise<Id<'deposit'>> {
  requirePermission(actor, 'deposit.confirm')
  const { tenantId } = actor
  const { vendorId, minor } = deposit
  if (minor <= 0n || minor > LARGEST_STORED) {
    throw AmountMalformed({}, { errors: [{ pointer: '/amount', code: 'amount.malformed' }] })
  }
  const bankReference = cleanText(deposit.bankReference, { pointer: '/bankReference', max: 80 })
  await requireVendor(tx, actor, 'deposit.confirm', vendorId)
  const vendor = await readVendor(tx, tenantId, vendorId)
  if (vendor.status !== 'approved') throw VendorWrongStatus({ status: vendor.status })
  requireWithin(actor, 'deposit.confirm', { minor, currency: vendor.currency })
  const accounts = await vendorAccounts(tx, tenantId, vendorId)
  if (!accounts) throw VendorUnknown()
  const id = deposit.id ?? newId<'deposit'>()
  const confirmedAt = now()
  await refusing({ deposit_reference: () => DepositConfirmed() }, () =>
    tx.execute(
      `insert into vendors.deposit
         (tenant_id, id, vendor_id, minor, currency, bank_reference, confirmed_by, confirmed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tenantId, id, vendorId, minor, vendor.currency, bankReference, actor.name, confirmedAt],
    ),
  )
  await post(tx, {
    tenantId,
    id,
    kind: 'deposit',
    bookedAt: confirmedAt,
    businessDay: await dayOfTenant(actor, confirmedAt),
    utilityId: null,
    contentHash: contentHash('deposit', {
      tenantId,
      id,
      vendorId,
      minor,
      currency: vendor.currency,
      bankReference,
      confirmedBy: actor.name,
      confirmedAt,
    }),
    transfers: postings.deposit({ ...accounts, minor }),
  })
  await record(tx, {
    actor,
    action: 'deposit.confirm',
    object: { kind: 'deposit', id },
    after: { vendorId, minor, currency: vendor.currency, bankReference },
  })
  return id
}

/** What a vendor may spend now, minor units of its currency: deposits and credit, less sales and held money. */
export async function floatOf(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
): Promise<bigint> {
  const available = await floatAvailable(db, tenantId, vendorId)
  if (available === undefined) throw VendorUnknown()
  return available
}

// A deposit belongs to no utility; a tenant's utilities share a country, so the first one's zone is as
// good as any and the day is written down once.
async function dayOfTenant(actor: Actor, instant: Date): Promise<string> {
  const [utility] = await utilitiesOf(actor)
  return businessDay(instant, utility?.timeZone ?? 'UTC')
}
