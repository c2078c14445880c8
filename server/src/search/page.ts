import { refusal } from '../kernel/refusal.ts'

export const MarkMalformed = refusal(
  'list.mark_malformed',
  400,
  'This is no place in the list. Start again from its first page.',
)

/** In the place of a mark: the page that ends where the list ends. */
export const END = 'end'

/** Counting goes on to here; a longer list is "more than" so many. */
export const COUNTED = 10_000

/** A page as it was asked for: after a mark, before one, or the first. */
export interface PageAsk {
  readonly limit: number
  readonly after?: string | undefined
  readonly before?: string | undefined
  /** The greatest first. */
  readonly descending?: boolean | undefined
}

/** Where a row stands in the order of its list: what it is ordered by, and its id where two are equal. */
export type Place = readonly [key: string, id: string]

/** How a page is read from an index: the direction, and the row that it begins beyond. */
export interface Reading {
  readonly direction: 'asc' | 'desc'
  readonly beyond: Place | null
  /** One more than the page holds: whether there is another row. */
  readonly rows: number
}

export interface Page<Row> {
  readonly data: readonly Row[]
  readonly next: string | null
  readonly previous: string | null
}

export interface Count {
  readonly value: number
  /** False: there are more than `value`. */
  readonly exact: boolean
}

/**
 * A page is read from its end where that is known: the last one backwards from the end of the list. So no
 * page costs more than another.
 * @throws MarkMalformed
 */
export function readingOf({ limit, after, before, descending = false }: PageAsk): Reading {
  const backwards = after === undefined && before !== undefined
  const mark = after ?? (before === END ? undefined : before)
  return {
    direction: backwards === descending ? 'asc' : 'desc',
    beyond: mark === undefined ? null : placeOf(mark),
    rows: limit + 1,
  }
}

/** The rows as they came from the database, made a page: in the list's order, with the marks around. */
export function pageOf<Row>(
  { limit, after, before }: PageAsk,
  rows: readonly Row[],
  placeOfRow: (row: Row) => Place,
): Page<Row> {
  const backwards = after === undefined && before !== undefined
  const more = rows.length > limit
  const shown = rows.slice(0, limit)
  const data = backwards ? shown.toReversed() : shown
  const [first, last] = [data[0], data.at(-1)]
  const hasPrevious = backwards ? more : after !== undefined
  const hasNext = backwards ? before !== END : more
  return {
    data,
    previous: hasPrevious && first ? markOf(placeOfRow(first)) : null,
    next: hasNext && last ? markOf(placeOfRow(last)) : null,
  }
}

export function countOf(counted: number): Count {
  return { value: Math.min(counted, COUNTED), exact: counted <= COUNTED }
}

function markOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

function placeOf(mark: string): Place {
  const place = partsOf(mark)
  if (!Array.isArray(place) || place.length !== 2) throw MarkMalformed()
  const [key, id] = place as unknown[]
  // The database keeps no NUL, and ids have a form.
  if (typeof key !== 'string' || key.includes('\0') || !isId(id)) throw MarkMalformed()
  return [key, id]
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
}

function partsOf(mark: string): unknown {
  try {
    return JSON.parse(Buffer.from(mark, 'base64url').toString())
  } catch {
    return undefined
  }
}
