import { type Actor, requireCan, utilitiesInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { UtilityUnknown } from '../tenants/index.ts'

export const CustomerUnknown = refusal('customer.unknown', 404, 'There is no such customer.')
export const AccountNumberTaken = refusal(
  'customer.account_taken',
  409,
  'Another customer of this utility has this account number.',
)

export type NewCustomer = {
  readonly utilityId: Id<'utility'>
  /** The utility's own number for the customer, as on its bills. */
  readonly accountNumber: string
  readonly name: string
  readonly phone: string
  readonly email: string
  /** The utility's word for the kind of customer: domestic, commercial, school. */
  readonly class: string
  readonly id?: Id<'customer'>
}

export type Customer = {
  readonly id: Id<'customer'>
  readonly utilityId: Id<'utility'>
  readonly accountNumber: string
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly class: string
}

/** Registers a customer of a utility. */
export async function registerCustomer(
  tx: Tx,
  actor: Actor,
  customer: NewCustomer,
): Promise<Id<'customer'>> {
  const { utilityId } = customer
  requireCan(actor, 'customer.register', { utilityId })
  const id = customer.id ?? newId<'customer'>()
  const text = (field: keyof NewCustomer, max: number, min = 0) =>
    cleanText(customer[field] ?? '', { pointer: `/${field}`, max, min })
  await refusing(
    {
      customer_account: () => AccountNumberTaken(),
      customer_utility: () => UtilityUnknown(),
    },
    () =>
      tx.execute(
        `insert into customers.customer
           (tenant_id, id, utility_id, account_number, name, phone, email, class, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          actor.tenantId,
          id,
          utilityId,
          text('accountNumber', 40, 1),
          text('name', 120, 1),
          text('phone', 40),
          text('email', 254),
          text('class', 40, 1),
          now(),
        ],
      ),
  )
  await record(tx, { actor, action: 'customer.register', object: { kind: 'customer', id } })
  return id
}

/** A customer within the actor's reach. */
export async function readCustomer(
  db: Db,
  actor: Actor,
  customerId: Id<'customer'>,
): Promise<Customer> {
  requireCan(actor, 'customer.read')
  const row = await db.row<Customer>(
    `select id, utility_id as "utilityId", account_number as "accountNumber", name, phone, email, class
     from customers.customer
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or utility_id = any ($3))`,
    [actor.tenantId, customerId, utilitiesInReach(actor, 'customer.read')],
  )
  if (!row) throw CustomerUnknown()
  return row
}
