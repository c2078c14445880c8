import { type GridState, gridStateOf } from '@saldo/ui/grid-state'
import { findOf } from '../meters/search.ts'

/** What of the list of customers stands in the address. */
export type CustomersSearch = GridState & {
  /** A name, an account or a phone number, as it was typed. */
  find?: string | undefined
}

/** The search in an address; what no list of customers has is left out. */
export function customersSearchOf(search: Record<string, unknown>): CustomersSearch {
  const find = findOf(search.find)
  return { ...gridStateOf(search), ...(find && { find }) }
}
