/** What stands in a cell. Numbers are decimal texts: they never pass through a float. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'instant'; readonly at: Date }
  | null

/** A text, or an empty cell where there is none. */
export function text(value: string | null | undefined): Cell {
  return value === null || value === undefined || value === ''
    ? null
    : { kind: 'text', text: value }
}

/** An amount or a count, as decimal text such as "115.00". */
export function number(value: string): Cell {
  return { kind: 'number', text: value }
}

/** A moment, shown by the clock of the utility. */
export function instant(at: Date | null): Cell {
  return at && { kind: 'instant', at }
}

const NUMBER = /^-?\d+(\.\d+)?$/

/** Whether a decimal text may stand as a number: spreadsheets keep 15 digits and no more. */
export function fitsAsNumber(value: string): boolean {
  return NUMBER.test(value) && value.replaceAll(/[-.]/g, '').replace(/^0+/, '').length <= 15
}
