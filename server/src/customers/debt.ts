import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { AmountMalformed } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { contentHash, openAccount, post, postings, utilityAccounts } from '../ledger/index.ts'
import { CustomerUnknown } from './customer.ts'

export const DebtUnknown = refusal('debt.unknown', 404, 'There is no such debt.')
export const DebtMalformed = refusal('debt.malformed', 400, 'This debt cannot be recorded so.')

/** How purchases pay a debt back. */
export type Recovery = {
  /** Share of each purchase in basis points: 2500 is 25 %. */
  readonly basisPoints: number
  /** At most so much of each purchase, minor units; null without a limit. */
  readonly capMinor: bigint | null
  /** Which of several debts is paid first, ascending. */
  readonly order: number
}

export type NewDebt = {
  readonly customerId: Id<'customer'>
  /** What it is for, in one word: old_bill, connection, tamper. */
  readonly kind: string
  /** As the receipt says it. */
  readonly name: string
  /** In the currency of the customer's utility. */
  readonly minor: bigint
  readonly recovery: Recovery
  readonly id?: Id<'debt'>
}

export type Debt = {
  readonly id: Id<'debt'>
  readonly kind: string
  readonly name: string
  /** What is owed now, minor units, less what unfinished sales hold. */
  readonly owedMinor: bigint
  readonly recovery: Recovery
  readonly paused: boolean
}

// Most that is read from outside; see kernel/decimal.ts.
const LARGEST_DEBT = 10n ** 15n

/** Records what a customer owes: an account of its own in the books, whose balance is what is owed. */
export async function recordDebt(tx: Tx, actor: Actor, debt: NewDebt): Promise<Id<'debt'>> {
  const { tenantId } = actor
  const { customerId, kind, minor, recovery } = debt
  check(debt)
  const name = cleanText(debt.name, { pointer: '/name', max: 60 })
  const customer = await customerOf(tx, tenantId, customerId)
  requireCan(actor, 'debt.record', { utilityId: customer.utility_id })
  const id = debt.id ?? newId<'debt'>()
  const bookedAt = now()
  const account = await openAccount(tx, {
    tenantId,
    kind: 'customer_debt',
    ownerId: id,
    currency: customer.currency,
  })
  await tx.execute(
    `insert into customers.debt
       (tenant_id, id, customer_id, account_id, kind, name, recovery_basis_points, recovery_cap_minor,
        recovery_order, paused, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $10)`,
    [
      tenantId,
      id,
      customerId,
      account,
      kind,
      name,
      recovery.basisPoints,
      recovery.capMinor,
      recovery.order,
      bookedAt,
    ],
  )
  const { debtOrigin } = await utilityAccounts(tx, tenantId, customer.utility_id)
  await post(tx, {
    tenantId,
    id,
    kind: 'debt_recorded',
    bookedAt,
    businessDay: businessDay(bookedAt, customer.time_zone),
    utilityId: customer.utility_id,
    contentHash: contentHash('debt_recorded', {
      tenantId,
      id,
      customerId,
      kind,
      name,
      minor,
      currency: customer.currency,
      bookedAt,
    }),
    transfers: postings.debt_recorded({ debt: account, debtOrigin, minor }),
  })
  await record(tx, {
    actor,
    action: 'debt.record',
    object: { kind: 'debt', id },
    after: { customerId, kind, minor, basisPoints: recovery.basisPoints },
  })
  return id
}

/** Stops or resumes the recovery of a debt by purchases. What is owed stays. */
export async function pauseDebt(
  tx: Tx,
  actor: Actor,
  debtId: Id<'debt'>,
  paused: boolean,
): Promise<void> {
  const row = await tx.row<{ utility_id: Id<'utility'> }>(
    `select c.utility_id from customers.debt d
     join customers.customer c on c.tenant_id = $1 and c.id = d.customer_id
     where d.tenant_id = $1 and d.id = $2`,
    [actor.tenantId, debtId],
  )
  if (!row) throw DebtUnknown()
  requireCan(actor, 'debt.record', { utilityId: row.utility_id })
  await tx.execute('update customers.debt set paused = $3 where tenant_id = $1 and id = $2', [
    actor.tenantId,
    debtId,
    paused,
  ])
  const object = { kind: 'debt', id: debtId }
  await record(tx, { actor, action: 'debt.pause', object, after: { paused } })
}

/** What a customer owes, in the order of recovery; debts that are paid are left out. */
export async function debtsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  customerId: Id<'customer'>,
): Promise<Debt[]> {
  const rows = await db.rows<DebtRow>(
    `select d.id, d.kind, d.name, d.recovery_basis_points, d.recovery_cap_minor, d.recovery_order, d.paused,
            a.debits_posted - a.credits_posted - a.credits_pending as owed
     from customers.debt d
     join ledger.account a on a.tenant_id = $1 and a.id = d.account_id
     where d.tenant_id = $1 and d.customer_id = $2
       and a.debits_posted > a.credits_posted + a.credits_pending
     order by d.recovery_order, d.id`,
    [tenantId, customerId],
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    owedMinor: row.owed,
    recovery: {
      basisPoints: row.recovery_basis_points,
      capMinor: row.recovery_cap_minor,
      order: row.recovery_order,
    },
    paused: row.paused,
  }))
}

type DebtRow = {
  id: Id<'debt'>
  kind: string
  name: string
  recovery_basis_points: number
  recovery_cap_minor: bigint | null
  recovery_order: number
  paused: boolean
  owed: bigint
}

async function customerOf(tx: Tx, tenantId: Id<'tenant'>, customerId: Id<'customer'>) {
  const row = await tx.row<{ utility_id: Id<'utility'>; currency: string; time_zone: string }>(
    `select c.utility_id, u.currency, u.time_zone from customers.customer c
     join tenants.utility u on u.tenant_id = $1 and u.id = c.utility_id
     where c.tenant_id = $1 and c.id = $2`,
    [tenantId, customerId],
  )
  if (!row) throw CustomerUnknown()
  return row
}

function check({ kind, minor, recovery }: NewDebt): void {
  if (minor <= 0n || minor > LARGEST_DEBT) {
    throw AmountMalformed({}, { errors: [{ pointer: '/amount', code: 'amount.malformed' }] })
  }
  const whole = (value: number, most: number) =>
    Number.isInteger(value) && value >= 0 && value <= most
  const faults = [
    !/^[a-z][a-z_]{0,39}$/.test(kind) && '/kind',
    !whole(recovery.basisPoints, 10_000) && '/recovery/basisPoints',
    !whole(recovery.order, 1_000) && '/recovery/order',
    recovery.capMinor !== null && recovery.capMinor <= 0n && '/recovery/cap',
  ].filter((pointer) => pointer !== false)
  if (faults.length > 0) {
    const errors = faults.map((pointer) => ({ pointer, code: 'debt.malformed' }))
    throw DebtMalformed({}, { errors })
  }
}
