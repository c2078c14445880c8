import { type Cell, fitsAsNumber } from './cell.ts'
import type { SheetFormat } from './sheet.ts'
import type { WallClock } from './wall-clock.ts'

/** UTF-8 with a mark at its beginning, so that spreadsheets do not take it for an older code page. */
export const csv: SheetFormat<null> = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  begin: async (headings) => ({
    place: null,
    bytes: Buffer.from(`\ufeff${line(headings.map(quoted))}`),
  }),
  add: async (place, rows, _headings, clock) => ({
    place,
    bytes: Buffer.from(rows.map((row) => line(row.map((cell) => field(cell, clock)))).join('')),
  }),
  end: async () => Buffer.alloc(0),
}

const line = (fields: readonly string[]) => `${fields.join(',')}\r\n`

function field(cell: Cell, clock: WallClock): string {
  if (cell === null) return ''
  if (cell.kind === 'instant') return clock.text(cell.at)
  if (cell.kind === 'number' && fitsAsNumber(cell.text)) return cell.text
  return quoted(cell.text)
}

function quoted(content: string): string {
  const safe = defused(content)
  return /[",\r\n\t;]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

// Also the wide forms, which some spreadsheets turn into the plain ones.
const FORMULA = /^[\s]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A text that a spreadsheet would take for a formula, made a text by an apostrophe before it. */
export function defused(content: string): string {
  const clean = content.replaceAll('\0', '')
  return FORMULA.test(clean) ? `'${clean}` : clean
}
