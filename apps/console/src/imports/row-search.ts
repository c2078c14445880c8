const shows = ['bad', 'good', 'all'] as const

export type RowSearch = {
  show?: (typeof shows)[number] | undefined
  /** "column.code": the one problem that is looked at. */
  reason?: string | undefined
  /** The row that the page before ended with. */
  after?: string | undefined
  /** Whether the columns are to be chosen again. */
  match?: boolean | undefined
}

/** Which rows of an import are looked at, from the address. */
export function rowSearchOf({ show, reason, after, match }: Record<string, unknown>): RowSearch {
  return {
    show: shows.find((one) => one === show),
    reason: typeof reason === 'string' && /^\w+\.\w+$/.test(reason) ? reason : undefined,
    match: match === true || undefined,
    after: /^\d{1,9}$/.test(String(after)) ? String(after) : undefined,
  }
}
