import { type Actor, vendorsInReach } from '../access/index.ts'
import { type Db, reading } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import type { Utility } from '../tenants/index.ts'
import { listCustomers } from './customer-list.ts'
import { type ListedMeter, listMeters } from './meter-list.ts'
import {
  IN_REACH,
  PURCHASE,
  type Purchase,
  type PurchaseRow,
  purchaseOf,
  reachOf,
} from './purchases.ts'
import { type Recognised, recognise } from './recognise.ts'
import { utilitiesInSight } from './sight.ts'

/** Of each kind, so many at most: whoever needs more opens the list. */
const SHOWN = 5

export interface FoundVendor {
  readonly id: Id<'vendor'>
  readonly number: bigint
  readonly name: string
  readonly status: string
}

export interface FoundCustomer {
  readonly id: Id<'customer'>
  readonly name: string
  readonly accountNumber: string
  readonly phone: string
  readonly utility: string
  readonly serialNumbers: readonly string[]
}

export interface FoundMeter {
  readonly meter: ListedMeter
  readonly utility: string
}

/** What fits a typed text, by kind. A kind that the actor may not see is empty. */
export interface Found {
  readonly recognised: Recognised
  readonly meters: readonly FoundMeter[]
  /** By receipt number, or by a token that was sold. */
  readonly sales: readonly Purchase[]
  readonly customers: readonly FoundCustomer[]
  readonly vendors: readonly FoundVendor[]
}

/** Looks for a text in everything that the actor may see: five of each kind. */
export async function find(actor: Actor, text: string): Promise<Found> {
  const recognised = recognise(text)
  const { meter, meterNumber, name } = recognised
  const ofMeters = meter === null ? [] : await utilitiesInSight(actor, 'meter.read')
  const ofCustomers = name === null ? [] : await utilitiesInSight(actor, 'customer.read')
  return reading(actor, async (db) => ({
    recognised,
    meters: meterNumber === 'check_digit' ? [] : await metersOf(db, actor, ofMeters, meter ?? ''),
    sales: await salesOf(db, actor, recognised),
    customers: await customersOf(db, actor, ofCustomers, name ?? ''),
    vendors: await vendorsOf(db, actor, recognised),
  }))
}

async function metersOf(
  db: Db,
  actor: Actor,
  utilities: readonly Utility[],
  search: string,
): Promise<FoundMeter[]> {
  const found: FoundMeter[] = []
  for (const utility of utilities) {
    const { data } = await listMeters(
      db,
      actor,
      { utilityId: utility.id, search },
      { limit: SHOWN },
    )
    found.push(...data.map((meter) => ({ meter, utility: utility.name })))
    if (found.length >= SHOWN) break
  }
  return found.slice(0, SHOWN)
}

async function customersOf(
  db: Db,
  actor: Actor,
  utilities: readonly Utility[],
  search: string,
): Promise<FoundCustomer[]> {
  if (utilities.length === 0) return []
  const utilityIds = utilities.map(({ id }) => id)
  const filter = { utilityIds, search, sort: 'name' } as const
  const { data } = await listCustomers(db, actor, filter, { limit: SHOWN })
  return data.map((row) => ({
    id: row.id,
    name: row.name,
    accountNumber: row.account_number,
    phone: row.phone,
    utility: utilities.find(({ id }) => id === row.utility_id)?.name ?? '',
    serialNumbers: row.serial_numbers ?? [],
  }))
}

/** A token may have been sold more than once in the life of a meter: the latest sales count. */
async function salesOf(db: Db, actor: Actor, { token, receipt }: Recognised): Promise<Purchase[]> {
  if (!actor.permissions.has('sale.read')) return []
  const ids =
    token !== null
      ? await saleIdsOfToken(db, actor, token)
      : receipt !== null
        ? await saleIdsOfReceipt(db, actor, receipt.number)
        : []
  if (ids.length === 0) return []
  const rows = await db.rows<PurchaseRow>(
    `select ${PURCHASE}
     from unnest($4::uuid[], $5::timestamptz[]) k (id, at)
     join hub.sale s on s.tenant_id = $1 and s.booked_at = k.at and s.id = k.id
     join vendors.vendor v on v.tenant_id = $1 and v.id = s.vendor_id
     where ${IN_REACH}
     order by s.booked_at desc`,
    [...reachOf(actor), ids, ids.map(timeOfId)],
  )
  const prefix = receipt?.prefix ?? null
  return rows
    .filter((row) => prefix === null || row.prefix.toUpperCase() === prefix)
    .map(purchaseOf)
}

async function saleIdsOfToken(db: Db, actor: Actor, digits: string): Promise<string[]> {
  const rows = await db.rows<{ origin_id: string }>(
    `select origin_id from tokens.token where tenant_id = $1 and digits = $2
     order by booked_at desc limit ${SHOWN}`,
    [actor.tenantId, digits],
  )
  return rows.map(({ origin_id }) => origin_id)
}

async function saleIdsOfReceipt(db: Db, actor: Actor, number: bigint): Promise<string[]> {
  const rows = await db.rows<{ sale_id: string }>(
    'select sale_id from hub.sale_key where tenant_id = $1 and receipt_number = $2',
    [actor.tenantId, number],
  )
  return rows.map(({ sale_id }) => sale_id)
}

/** Vendors are some thousands at most: their folded names are read through. */
async function vendorsOf(
  db: Db,
  actor: Actor,
  { name, vendor }: Recognised,
): Promise<FoundVendor[]> {
  if ((name === null && vendor === null) || !actor.permissions.has('vendor.read')) return []
  return db.rows<FoundVendor>(
    `select v.id, v.number, v.name, v.status from vendors.vendor v
     where v.tenant_id = $1 and ($2::uuid[] is null or v.id = any ($2))
       and (v.number = $4::bigint or (kernel.folded($3) <> '' and not exists (
         select 1 from unnest(string_to_array(kernel.folded($3), ' ')) w (word)
         where position(' ' || w.word in ' ' || v.name_folded) = 0)))
     order by v.name_folded, v.id limit ${SHOWN}`,
    [actor.tenantId, vendorsInReach(actor, 'vendor.read'), name, vendor],
  )
}
