import { type Actor, utilitiesInReach, vendorsInReach } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import type { Commodity } from '../ledger/index.ts'
import type { Sale, SaleFacts } from './sale.ts'

/** What is looked for: every field that is given must fit. */
export interface SaleFilter {
  readonly utilityId: Id<'utility'>
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly state?: Sale['state'] | undefined
  readonly commodity?: Commodity | undefined
  readonly channel?: string | undefined
  readonly vendorId?: Id<'vendor'> | undefined
  readonly terminalId?: Id<'terminal'> | undefined
  readonly operatorId?: Id<'operator'> | undefined
  /** The number printed on the meter. */
  readonly serialNumber?: string | undefined
  readonly receiptNumber?: bigint | undefined
  /** Minor units of the tender, both included. */
  readonly leastMinor?: bigint | undefined
  readonly mostMinor?: bigint | undefined
}

/** Where in the list: behind a sale that was shown, before one, or its end. Without any at its beginning. */
export interface SalePlace {
  readonly order: 'newest' | 'oldest'
  readonly limit: number
  readonly after?: Id<'sale'> | undefined
  readonly before?: Id<'sale'> | 'end' | undefined
}

/** A sale in a list: what its receipt said, and nothing secret. */
export interface ListedSale {
  readonly id: Id<'sale'>
  readonly state: Sale['state']
  readonly bookedAt: Date
  readonly receiptNumber: bigint
  readonly channel: string
  readonly vendorId: Id<'vendor'>
  readonly terminalId: Id<'terminal'> | null
  readonly operatorId: Id<'operator'> | null
  readonly commodity: Commodity
  readonly currency: string
  readonly tenderMinor: bigint
  readonly units: bigint
  readonly facts: SaleFacts
}

export interface SalePage {
  readonly sales: readonly ListedSale[]
  /** Whether the list goes on behind the last of these, and before the first. */
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  /** How many fit; counted as far as `COUNTED`, then there are more. */
  readonly count: { readonly value: number; readonly exact: boolean }
}

/** Sales that are counted at most: counting ten million takes longer than anybody reads. */
const COUNTED = 1_000

/**
 * A page of a utility's sales, narrowed to what `sale.read` of the actor reaches: a vendor out of reach looks
 * like one that has sold nothing. Pages are found by the sale beside them, so the millionth costs no more
 * than the first.
 */
export async function findSales(
  db: Db,
  actor: Actor,
  filter: SaleFilter,
  place: SalePlace,
): Promise<SalePage> {
  const narrowed = await narrow(db, actor, filter)
  if (!narrowed) return NOTHING
  const backwards = place.before !== undefined
  const mark = place.before ?? place.after
  const beside = mark === 'end' ? undefined : mark
  const rows = await readRows(db, actor, filter, narrowed, {
    newestFirst: (place.order === 'newest') !== backwards,
    beside,
    limit: place.limit + 1,
  })
  const count = await countRows(db, actor, filter, narrowed)
  const more = rows.length > place.limit
  const shown = rows.slice(0, place.limit)
  const besides = beside !== undefined
  if (!backwards) return { sales: shown, hasNext: more, hasPrevious: besides, count }
  return { sales: shown.toReversed(), hasNext: besides, hasPrevious: more, count }
}

const NOTHING: SalePage = {
  sales: [],
  hasNext: false,
  hasPrevious: false,
  count: { value: 0, exact: true },
}

/** What a filter comes down to: one sale, one meter, some vendors, or all. */
interface Narrowed {
  readonly sale?: Id<'sale'>
  readonly meterId?: string
  /** Null: of every vendor. */
  readonly vendors: readonly string[] | null
}

/** Undefined when nothing can fit. */
async function narrow(db: Db, actor: Actor, filter: SaleFilter): Promise<Narrowed | undefined> {
  const { tenantId } = actor
  const utilities = utilitiesInReach(actor, 'sale.read')
  if (utilities && !utilities.includes(filter.utilityId)) return undefined
  const vendors = await vendorsOf(db, actor, filter)
  if (vendors?.length === 0) return undefined
  if (filter.receiptNumber !== undefined) {
    const row = await db.row<{ sale_id: Id<'sale'> }>(
      `select sale_id from hub.sale_key
       where tenant_id = $1 and receipt_number = $2 and receipt_number > 0`,
      [tenantId, filter.receiptNumber],
    )
    return row && { sale: row.sale_id, vendors }
  }
  if (filter.serialNumber !== undefined) {
    const row = await db.row<{ id: string }>(
      'select id from meters.meter where tenant_id = $1 and serial_number = $2 and utility_id = $3',
      [tenantId, filter.serialNumber, filter.utilityId],
    )
    return row && { meterId: row.id, vendors }
  }
  return { vendors }
}

/** The vendors to look at: those asked for, also by their terminal or operator, as far as they are in reach. */
async function vendorsOf(
  db: Db,
  actor: Actor,
  { vendorId, terminalId, operatorId }: SaleFilter,
): Promise<readonly string[] | null> {
  const asked = new Set<string>()
  if (vendorId) asked.add(vendorId)
  for (const [table, id] of [
    ['terminals.terminal', terminalId],
    ['vendors.operator', operatorId],
  ] as const) {
    if (!id) continue
    const row = await db.row<{ vendor_id: string }>(
      `select vendor_id from ${table} where tenant_id = $1 and id = $2`,
      [actor.tenantId, id],
    )
    if (!row) return []
    asked.add(row.vendor_id)
  }
  const reached = vendorsInReach(actor, 'sale.read')
  if (asked.size === 0) return reached
  // Who asks for a terminal of one vendor and an operator of another asks for nothing.
  if (asked.size > 1) return []
  return [...asked].filter((id) => reached === null || reached.includes(id))
}

interface Walk {
  readonly newestFirst: boolean
  readonly beside: Id<'sale'> | undefined
  readonly limit: number
}

function readRows(
  db: Db,
  actor: Actor,
  filter: SaleFilter,
  narrowed: Narrowed,
  walk: Walk,
): Promise<ListedSale[]> {
  const { text, values } = searchFor(COLUMNS, actor, filter, narrowed, walk)
  return db.rows<ListedSale>(text, values)
}

async function countRows(
  db: Db,
  actor: Actor,
  filter: SaleFilter,
  narrowed: Narrowed,
): Promise<SalePage['count']> {
  const walk = { newestFirst: true, beside: undefined, limit: COUNTED + 1 }
  const { text, values } = searchFor(
    's.booked_at as "bookedAt", s.id',
    actor,
    filter,
    narrowed,
    walk,
  )
  const row = await db.row<{ count: number }>(
    `select count(*)::integer as count from (${text}) found`,
    values,
  )
  const count = row?.count ?? 0
  return { value: Math.min(count, COUNTED), exact: count <= COUNTED }
}

function searchFor(
  columns: string,
  { tenantId }: Actor,
  filter: SaleFilter,
  narrowed: Narrowed,
  walk: Walk,
): { text: string; values: unknown[] } {
  const values: unknown[] = [tenantId, filter.utilityId]
  const put = (value: unknown) => `$${values.push(value)}`
  const conditions = conditionsOf(filter, narrowed, walk, put).join(' and ')
  const limit = put(walk.limit)
  const way = walk.newestFirst ? 'desc' : 'asc'
  const inOrder = (booked: string, id: string) =>
    `order by ${booked} ${way}, ${id} ${way} limit ${limit}`
  const found = `select ${columns} from hub.sale s
    where s.tenant_id = $1 and s.utility_id = $2 and ${conditions}`
  const { vendors } = narrowed
  if (vendors === null) return { text: `${found} ${inOrder('s.booked_at', 's.id')}`, values }
  // Each vendor's newest are read in the order of its index, and the newest of those are shown: one search for
  // all of them would read the whole of a large span to sort it.
  const text = `select f.* from unnest(${put(vendors)}::uuid[]) v (id)
    cross join lateral (${found} and s.vendor_id = v.id ${inOrder('s.booked_at', 's.id')}) f
    ${inOrder('f."bookedAt"', 'f.id')}`
  return { text, values }
}

/** Only plain comparisons: behind row-level security no other uses an index (RELIABILITY.md 5.3). */
function conditionsOf(
  filter: SaleFilter,
  { sale, meterId }: Narrowed,
  { beside, newestFirst }: Walk,
  put: (value: unknown) => string,
): string[] {
  const found: string[] = ['true']
  const that = (column: string, comparison: string, value: unknown, type: string) => {
    if (value !== undefined) found.push(`s.${column} ${comparison} ${put(value)}::${type}`)
  }
  that('booked_at', '>=', filter.from, 'timestamptz')
  that('booked_at', '<', filter.until, 'timestamptz')
  that('meter_id', '=', meterId, 'uuid')
  that('state', '=', filter.state, 'text')
  // Names the condition of the index that holds the few which are not done.
  if (filter.state !== undefined && filter.state !== 'done') found.push(`s.state <> 'done'`)
  that('commodity', '=', filter.commodity, 'text')
  that('channel', '=', filter.channel, 'text')
  that('terminal_id', '=', filter.terminalId, 'uuid')
  that('operator_id', '=', filter.operatorId, 'uuid')
  that('tender_minor', '>=', filter.leastMinor, 'bigint')
  that('tender_minor', '<=', filter.mostMinor, 'bigint')
  if (sale) found.push(`s.booked_at = ${put(timeOfId(sale))} and s.id = ${put(sale)}`)
  if (beside) {
    // The id of a sale carries the moment it was booked at.
    const at = `(${put(timeOfId(beside))}::timestamptz, ${put(beside)}::uuid)`
    found.push(`(s.booked_at, s.id) ${newestFirst ? '<' : '>'} ${at}`)
  }
  return found
}

const COLUMNS = `s.id, s.state, s.booked_at as "bookedAt", s.receipt_number as "receiptNumber", s.channel,
  s.vendor_id as "vendorId", s.terminal_id as "terminalId", s.operator_id as "operatorId", s.commodity, s.currency,
  s.tender_minor as "tenderMinor", s.units, s.receipt as facts`
