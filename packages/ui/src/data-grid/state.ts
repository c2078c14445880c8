export const pageSizes = [25, 50, 100] as const
export type PageSize = (typeof pageSizes)[number]

/**
 * What of a list stands in the address: order, page and columns. A page is named by where it begins or
 * ends, never by a number, so that the last one is found as fast as the first.
 */
export interface GridState {
  /** A column's id, with "-" before it for the greatest first. */
  sort?: string | undefined
  size?: PageSize | undefined
  /** The page that begins after this mark. */
  after?: string | undefined
  /** The page that ends before this mark; `END` is the last page. */
  before?: string | undefined
  /** Ids of the columns to show, with commas; absent: those that show by default. */
  columns?: string | undefined
}

/** In the place of a mark: the page that ends where the list ends. */
export const END = 'end'

/** The part of an address that belongs to a list. What it cannot be is left out. */
export function gridStateOf(search: Record<string, unknown>): GridState {
  const after = textOf(search.after, 400)
  const before = textOf(search.before, 400)
  const sort = textOf(search.sort, 60)
  const columns = textOf(search.columns, 600)
  const size = pageSizes.find((known) => String(known) === String(search.size))
  return {
    ...(sort && /^-?[a-zA-Z]+$/.test(sort) && { sort }),
    ...(size && { size }),
    // A page has one mark: of two the first counts.
    ...(after ? { after } : before && { before }),
    ...(columns && /^[a-zA-Z]+(,[a-zA-Z]+)*$/.test(columns) && { columns }),
  }
}

/** The same list from its first page: for another filter or another order. */
export function firstPage(state: GridState): GridState {
  const { after: _, before: __, ...rest } = state
  return rest
}

/** The order after a press on a column's heading: smallest first, then greatest first, then as it was. */
export function sortAfterPress(sort: string | undefined, column: string): string | undefined {
  if (sort === column) return `-${column}`
  return sort === `-${column}` ? undefined : column
}

function textOf(value: unknown, max: number): string | undefined {
  // A mark of digits alone is read from the address as a number.
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= max ? text : undefined
}
