import type { OutsideOrder } from '../backends/index.ts'
import { reading, statement } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { settle, withDeadline } from './outside.ts'
import { backEndNamed } from './prepare.ts'

/** Sales asked about in one round: the rest waits for the next. */
const ROUND = 50

/** Questions that are open at once: a back end that stays silent holds up a few of the others, not all. */
const AT_ONCE = 10

/**
 * Asks the back ends about every sale of a tenant whose outcome is not known and whose time to ask has come.
 * Asking is by sale id and repeats nothing. Returns how many were decided.
 */
export async function resolveUnknown(tenantId: Id<'tenant'>): Promise<number> {
  const due = await reading({ tenantId }, (db) =>
    db.rows<DueRow>(dueStatement, [tenantId, now(), ROUND]),
  )
  const queue = due.values()
  const decided = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      let count = 0
      // All share the queue: each takes the next sale when it is done with one.
      for (const row of queue) if (await decide(tenantId, row)) count += 1
      return count
    }),
  )
  return decided.reduce((sum, count) => sum + count, 0)
}

/** Asks about one sale at once, whenever its time would come. Returns whether it was decided. */
export async function resolveSale(tenantId: Id<'tenant'>, saleId: Id<'sale'>): Promise<boolean> {
  const row = await reading({ tenantId }, (db) => db.row<DueRow>(oneStatement, [tenantId, saleId]))
  return row !== undefined && decide(tenantId, row)
}

/** Whether the back end now says what became of the sale. */
async function decide(tenantId: Id<'tenant'>, row: DueRow): Promise<boolean> {
  const backEnd = backEndNamed(row.back_end)
  if (backEnd?.way !== 'outside') return false
  const order: OutsideOrder = {
    tenantId,
    saleId: row.sale_id,
    serialNumber: row.serial_number,
    tender: row.tender_minor,
    currency: { code: row.currency, decimals: row.decimals },
  }
  const outcome = await withDeadline(() => backEnd.outcomeOf(order))
  const state = await settle(tenantId, row.sale_id, outcome, row.asked)
  return state === 'done' || state === 'refused'
}

type DueRow = {
  sale_id: Id<'sale'>
  back_end: string
  serial_number: string
  tender_minor: bigint
  currency: string
  decimals: 0 | 2 | 3
  asked: number
}

const OPEN_SALES = `select h.sale_id, s.back_end, s.receipt #>> '{meter,serialNumber}' as serial_number, s.tender_minor,
          s.currency, (s.receipt #>> '{utility,decimals}')::integer as decimals, h.asked
   from hub.hold h
   join hub.sale s on s.tenant_id = $1 and s.booked_at = h.booked_at and s.id = h.sale_id
   where h.tenant_id = $1`
const dueStatement = statement(
  'hub.due_holds',
  `${OPEN_SALES} and h.next_ask_at <= $2 order by h.next_ask_at limit $3`,
)
const oneStatement = statement('hub.one_hold', `${OPEN_SALES} and h.sale_id = $2`)
