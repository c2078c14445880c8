import type { Actor } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { type Arm, armsOf, conditionOf, foundBy, sqlOf } from './customer-search.ts'
import {
  COUNTED,
  type Count,
  countOf,
  type Page,
  type PageAsk,
  pageOf,
  type Reading,
  readingOf,
} from './page.ts'
import { numbered } from './range.ts'

export interface CustomerFilter {
  readonly utilityIds: readonly Id<'utility'>[]
  /** The beginning of any words of a name, of an account number, or a phone number. */
  readonly search?: string | undefined
  readonly sort: 'name' | 'account'
}

export interface ListedCustomer {
  readonly id: Id<'customer'>
  readonly utility_id: Id<'utility'>
  readonly account_number: string
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly class: string
  /** Where it stands in the order of the list. */
  readonly key: string
  readonly address: string | null
  readonly serial_numbers: string[] | null
}

/**
 * Customers of these utilities: a page of those that fit. While something is searched for, the order is that of
 * the words that were found. The caller has checked the reach.
 */
export async function listCustomers(
  db: Db,
  { tenantId }: Actor,
  filter: CustomerFilter,
  ask: PageAsk,
): Promise<Page<ListedCustomer>> {
  const arms = await armsFor(db, filter)
  if (arms.length === 0) return { data: [], next: null, previous: null }
  const reading = readingOf(ask)
  const values: unknown[] = [tenantId, filter.utilityIds]
  const put = numbered(values)
  const { direction, rows } = reading
  const end = `order by key ${direction}, id ${direction} limit ${rows}`
  const found = await db.rows<ListedCustomer>(
    `select c.id, c.utility_id, c.account_number, c.name, c.phone, c.email, c.class, f.key, s.address,
            s.serial_numbers
     from (${runsOf(arms, put, reading)} ${end}) f
     join customers.customer c on c.tenant_id = $1 and c.id = f.id
     left join lateral (${SERVED(put(now()))}) s on true
     order by f.key ${direction}, f.id ${direction}`,
    values,
  )
  return pageOf(ask, found, ({ key, id }) => [key, id])
}

export async function countCustomers(
  db: Db,
  { tenantId }: Actor,
  filter: CustomerFilter,
): Promise<Count> {
  const arms = await armsFor(db, filter)
  if (arms.length === 0) return { value: 0, exact: true }
  const values: unknown[] = [tenantId, filter.utilityIds]
  const all: Reading = { direction: 'asc', beyond: null, rows: COUNTED + 1 }
  const runs = runsOf(arms, numbered(values), all, false)
  const row = await db.row<{ n: bigint }>(
    `select count(*) as n from (select 1 from (${runs}) f limit ${COUNTED + 1}) f`,
    values,
  )
  return countOf(Number(row?.n ?? 0n))
}

async function armsFor(db: Db, { search, sort }: CustomerFilter): Promise<Arm[]> {
  if (search !== undefined) return armsOf(db, search)
  return [{ column: sort === 'name' ? 'name_at_1' : 'account_number', prefix: '', words: [] }]
}

/**
 * One run of an index for each utility and each way to find a customer, in the order of the list. Who was found
 * by an earlier way is left out of the later ones.
 */
function runsOf(
  arms: readonly Arm[],
  put: (value: unknown) => string,
  { direction, beyond, rows }: Reading,
  ordered = true,
): string {
  const runs = arms.map((arm, place) => {
    const column = sqlOf(arm.column)
    const earlier = arms.slice(0, place).map((other) => `and not ${foundBy(other, arm, put)}`)
    const past = beyond
      ? `and (${column}, c.id) ${direction === 'asc' ? '>' : '<'} (${put(beyond[0])}, ${put(beyond[1])}::uuid)`
      : ''
    const order = ordered ? `order by ${column} ${direction}, c.id ${direction}` : ''
    return `(select r.key, r.id from unnest($2::uuid[]) u (id) cross join lateral (
        select ${column} as key, c.id from customers.customer c
        where c.tenant_id = $1 and c.utility_id = u.id and ${conditionOf(arm, put)} ${past} ${earlier.join(' ')}
        ${order} limit ${rows}) r)`
  })
  return `select f.key, f.id from (${runs.join(' union all ')}) f`
}

/** Where the customer is served now, and by which meters. */
const SERVED = (at: string) => `
  select min(p.address) as address, array_agg(m.serial_number order by m.serial_number) as serial_numbers
  from (select l.usage_point_id, l.meter_id from usage_points.link l
        where l.tenant_id = $1 and l.customer_id = c.id and l.valid_from <= ${at}
          and (l.valid_until is null or l.valid_until > ${at})
        limit 10) l
  join usage_points.usage_point p on p.tenant_id = $1 and p.id = l.usage_point_id
  join meters.meter m on m.tenant_id = $1 and m.id = l.meter_id`
