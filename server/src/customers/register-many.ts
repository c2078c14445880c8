import { type Actor, requireCan } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'

/** A customer that its bringer has looked at: texts clean and not too long. */
export type CustomerOfMany = {
  readonly accountNumber: string
  readonly name: string
  readonly phone: string
  readonly email: string
  readonly class: string
}

/**
 * Registers many customers of a utility in one go. An account number that is given already is left out. The
 * bringer writes into the audit trail what the whole was.
 * @returns the ids that were registered
 */
export async function registerCustomers(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  customers: readonly (CustomerOfMany & { readonly id: Id<'customer'> })[],
): Promise<ReadonlySet<Id<'customer'>>> {
  requireCan(actor, 'customer.register', { utilityId })
  // Always in this order, so that two who bring the same customers wait for each other and never both.
  const sorted = [...customers].sort((a, b) => (a.accountNumber < b.accountNumber ? -1 : 1))
  const inserted = await tx.rows<{ id: Id<'customer'> }>(
    `insert into customers.customer
       (tenant_id, id, utility_id, account_number, name, phone, email, class, created_at)
     select $1, n.id, $2, n.account_number, n.name, n.phone, n.email, n.class, $3
     from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
       as n(id, account_number, name, phone, email, class)
     on conflict do nothing returning id`,
    [
      actor.tenantId,
      utilityId,
      now(),
      sorted.map(({ id }) => id),
      sorted.map(({ accountNumber }) => accountNumber),
      sorted.map(({ name }) => name),
      sorted.map(({ phone }) => phone),
      sorted.map(({ email }) => email),
      sorted.map((customer) => customer.class),
    ],
  )
  return new Set(inserted.map(({ id }) => id))
}

/** Which of these account numbers a utility has given. */
export async function takenAccountNumbers(
  db: Db,
  tenantId: Id<'tenant'>,
  utilityId: Id<'utility'>,
  accountNumbers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.rows<{ account_number: string }>(
    `select account_number from customers.customer
     where tenant_id = $1 and utility_id = $2 and account_number = any ($3)`,
    [tenantId, utilityId, accountNumbers],
  )
  return new Set(rows.map(({ account_number }) => account_number))
}

/**
 * Takes customers out that were registered by mistake and have no debt here. Whoever stands above and knows
 * what else depends on a customer asks first.
 * @returns the ids that are gone
 */
export async function unregisterCustomers(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  requireCan(actor, 'customer.register', { utilityId })
  const gone = await tx.rows<{ id: Id<'customer'> }>(
    `delete from customers.customer c
     where c.tenant_id = $1 and c.utility_id = $2 and c.id = any ($3)
       and not exists (select from customers.debt d where d.tenant_id = $1 and d.customer_id = c.id)
     returning c.id`,
    [actor.tenantId, utilityId, ids],
  )
  return new Set(gone.map(({ id }) => id))
}
