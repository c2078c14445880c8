import type { Actor } from '../access/index.ts'
import {
  type Customer,
  CustomerUnknown,
  type Debt,
  debtsOf,
  readCustomer,
} from '../customers/index.ts'
import { reading } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { type Meter, MeterUnknown, readMeter } from '../meters/index.ts'
import { type Utility, UtilityUnknown } from '../tenants/index.ts'
import { latestPurchases, type Purchase } from './purchases.ts'
import { utilityInSight } from './sight.ts'

/** Whom and which place a meter served, from when to when. */
export interface Served {
  readonly meterId: Id<'meter'>
  readonly serialNumber: string
  readonly status: string
  readonly commodity: string
  readonly from: Date
  readonly until: Date | null
  readonly place: { readonly number: string; readonly address: string; readonly area: string }
  readonly customer: {
    readonly id: Id<'customer'>
    readonly name: string
    readonly accountNumber: string
  } | null
}

export interface MeterDetail {
  readonly meter: Meter
  readonly utility: Utility
  readonly supplyGroup: { readonly code: string; readonly name: string } | null
  readonly links: readonly Served[]
  /** Null without the right to see sales. */
  readonly purchases: readonly Purchase[] | null
}

/** A meter by its number, with all that the console's page of it shows. */
export async function meterDetail(actor: Actor, serialNumber: string): Promise<MeterDetail> {
  const found = await reading(actor, async (db) => {
    const meter = await readMeter(db, actor, serialNumber)
    const supplyGroup = await db.row<{ code: string; name: string }>(
      'select code, name from keys.supply_group where tenant_id = $1 and id = $2',
      [actor.tenantId, meter.sts?.supplyGroupId ?? null],
    )
    const links = await db.rows<ServedRow>(servedBy('l.meter_id = $2'), [actor.tenantId, meter.id])
    const purchases = await latestPurchases(db, actor, [meter.id])
    return { meter, supplyGroup: supplyGroup ?? null, links: links.map(servedOf), purchases }
  })
  const utility = await unlessUnseen(
    utilityInSight(actor, 'meter.read', found.meter.utilityId),
    () => MeterUnknown({ serialNumber }),
  )
  return { ...found, utility }
}

export interface CustomerDetail {
  readonly customer: Customer
  readonly utility: Utility
  readonly debts: readonly Debt[]
  readonly links: readonly Served[]
  readonly purchases: readonly Purchase[] | null
}

/** A customer with debts, places, meters and purchases. */
export async function customerDetail(actor: Actor, id: Id<'customer'>): Promise<CustomerDetail> {
  const found = await reading(actor, async (db) => {
    const customer = await readCustomer(db, actor, id)
    const debts = await debtsOf(db, actor.tenantId, id)
    const rows = await db.rows<ServedRow>(servedBy('l.customer_id = $2'), [actor.tenantId, id])
    const links = rows.map(servedOf)
    const present = now()
    const meters = links
      .filter(({ from, until }) => from <= present && (until === null || until > present))
      .map(({ meterId }) => meterId)
    return { customer, debts, links, purchases: await latestPurchases(db, actor, meters) }
  })
  const utility = await unlessUnseen(
    utilityInSight(actor, 'customer.read', found.customer.utilityId),
    () => CustomerUnknown(),
  )
  return { ...found, utility }
}

/** What belongs to a utility out of sight is unknown itself. */
async function unlessUnseen<T>(seen: Promise<T>, unknown: () => Error): Promise<T> {
  try {
    return await seen
  } catch (error) {
    throw UtilityUnknown.is(error) ? unknown() : error
  }
}

const servedBy = (whose: string) => `
  select m.id as "meterId", m.serial_number as "serialNumber", m.status, m.commodity,
         l.valid_from as "from", l.valid_until as "until", p.number, p.address, p.area,
         c.id as customer_id, c.name as customer_name, c.account_number
  from usage_points.link l
  join meters.meter m on m.tenant_id = $1 and m.id = l.meter_id
  join usage_points.usage_point p on p.tenant_id = $1 and p.id = l.usage_point_id
  left join customers.customer c on c.tenant_id = $1 and c.id = l.customer_id
  where l.tenant_id = $1 and ${whose}
  order by l.valid_from desc, l.id limit 50`

interface ServedRow extends Omit<Served, 'place' | 'customer'> {
  readonly number: string
  readonly address: string
  readonly area: string
  readonly customer_id: Id<'customer'> | null
  readonly customer_name: string
  readonly account_number: string
}

function servedOf(row: ServedRow): Served {
  const { number, address, area, customer_id, customer_name, account_number, ...rest } = row
  return {
    ...rest,
    place: { number, address, area },
    customer:
      customer_id === null
        ? null
        : { id: customer_id, name: customer_name, accountNumber: account_number },
  }
}
