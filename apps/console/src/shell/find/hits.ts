import type { Found } from './queries.ts'

/** One thing that was found, and where it leads. `value` names it within the list. */
export type Hit =
  | { kind: 'meter'; value: string; meter: Found['meters'][number] }
  | { kind: 'sale'; value: string; sale: Found['sales'][number] }
  | { kind: 'customer'; value: string; customer: Found['customers'][number] }
  | { kind: 'vendor'; value: string; vendor: Found['vendors'][number] }

export const hitKinds = ['meter', 'sale', 'customer', 'vendor'] as const

/** What was found in the order in which it is shown. */
export function hitsOf({ meters, sales, customers, vendors }: Found): Hit[] {
  return [
    ...meters.map((meter): Hit => ({ kind: 'meter', value: `meter ${meter.id}`, meter })),
    ...sales.map((sale): Hit => ({ kind: 'sale', value: `sale ${sale.id}`, sale })),
    ...customers.map(
      (customer): Hit => ({ kind: 'customer', value: `customer ${customer.id}`, customer }),
    ),
    ...vendors.map((vendor): Hit => ({ kind: 'vendor', value: `vendor ${vendor.id}`, vendor })),
  ]
}
