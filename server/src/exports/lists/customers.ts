import Type from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { IdText } from '../../kernel/schemas.ts'
import { type ListedCustomer, listCustomers, utilityInSight } from '../../search/index.ts'
import { text } from '../cell.ts'
import type { ExportList } from '../list.ts'

type Filter = { readonly utility: Id<'utility'>; readonly search?: string }

/** The customers of a utility by name, with the meters that serve them. */
export const customers: ExportList<Filter, ListedCustomer> = {
  name: 'customers',
  permission: 'customer.read',
  filter: Type.Object(
    { utility: IdText<'utility'>(), search: Type.Optional(Type.String({ maxLength: 200 })) },
    { additionalProperties: false },
  ),
  columns: [
    { heading: 'Account', cell: (customer) => text(customer.account_number) },
    { heading: 'Name', cell: (customer) => text(customer.name) },
    { heading: 'Phone', cell: (customer) => text(customer.phone) },
    { heading: 'E-mail', cell: (customer) => text(customer.email) },
    { heading: 'Class', cell: (customer) => text(customer.class) },
    { heading: 'Address', cell: (customer) => text(customer.address) },
    { heading: 'Meters', cell: (customer) => text(customer.serial_numbers?.join(' ')) },
  ],
  zone: async (actor, { utility }) =>
    (await utilityInSight(actor, 'customer.read', utility)).timeZone,
  rows: async (db, actor, { utility, search }, page) => {
    const wanted = { utilityIds: [utility], search, sort: 'name' as const }
    const { data, next } = await listCustomers(db, actor, wanted, page)
    return { rows: data, next }
  },
}
