import {
  type CustomerOfMany,
  registerCustomers,
  takenAccountNumbers,
  unregisterCustomers,
} from '../../customers/index.ts'
import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Kind, Scope } from '../kind.ts'
import { cellReader } from './cells.ts'

const column = (name: string, required: boolean, headings: string) => ({
  name,
  required,
  headings: headings.split(', '),
})

/** Customers of a utility, as its billing system lists them. */
export const customers: Kind<CustomerOfMany> = {
  name: 'customers',
  permission: 'customer.register',
  tables: ['customers.customer'],
  keyColumn: 'accountNumber',
  columns: [
    column(
      'accountNumber',
      true,
      'account number, account no, account, customer number, customer no, contract account',
    ),
    column('name', true, 'name, customer name, full name, customer'),
    column('phone', false, 'phone, phone number, mobile, telephone, msisdn, cell'),
    column('email', false, 'e-mail, email, e-mail address, mail'),
    column('class', true, 'class, customer class, segment, category, customer type'),
  ],
  keyOf: ({ accountNumber }) => accountNumber,
  async reader() {
    return (cells, complain) => {
      const row = cellReader(cells, complain)
      const email = row.text('email', 254)
      if (email !== '' && !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email)) complain('email', 'malformed')
      const phone = row.text('phone', 40)
      if (phone !== '' && !/^[+0-9][-0-9 ()./]{4,}$/.test(phone)) complain('phone', 'malformed')
      return {
        accountNumber: row.text('accountNumber', 40, { required: true }),
        name: row.text('name', 120, { required: true }),
        phone,
        email,
        class: row.text('class', 40, { required: true }),
      }
    }
  },
  taken: (db, { actor, utilityId }, keys) =>
    takenAccountNumbers(db, actor.tenantId, utilityId, keys),
  write: (tx, { actor, utilityId }, things) =>
    registerCustomers(
      tx,
      actor,
      utilityId,
      things.map(({ id, thing }) => ({ ...thing, id: id as Id<'customer'> })),
    ),
  inUse: usedSince,
  remove: (tx, { actor, utilityId }, ids) => unregisterCustomers(tx, actor, utilityId, ids),
}

/** A customer who has, or ever had, a place or a debt stays. */
async function usedSince(db: Db, { actor }: Scope, ids: readonly string[]) {
  const rows = await db.rows<{ id: string; how: string }>(
    `select distinct on (u.id) u.id, u.how from (
       select l.customer_id as id, 'linked' as how from usage_points.link l
       where l.tenant_id = $1 and l.customer_id = any ($2)
       union all
       select d.customer_id, 'owes' from customers.debt d
       where d.tenant_id = $1 and d.customer_id = any ($2)) u order by u.id, u.how`,
    [actor.tenantId, ids],
  )
  return new Map(rows.map(({ id, how }) => [id, how]))
}
