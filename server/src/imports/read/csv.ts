import { CellTooLong, NoText, QuoteOpen, TooManyColumns } from './faults.ts'
import { limits } from './limits.ts'

/** A row of a table as it stands in the file. */
export interface Row {
  /** 1 is the first row of the file, the one of the headings: what a spreadsheet program shows beside it. */
  readonly number: number
  readonly cells: readonly string[]
}

export const separators = [',', ';', '\t', '|'] as const
export type Separator = (typeof separators)[number]

const QUOTE = 34
const LF = 10
const CR = 13

/**
 * Reads comma-separated text (RFC 4180) that comes in pieces: rows end with CRLF, LF or CR; a cell in quotation
 * marks may hold separators and line ends, and two quotation marks in it are one. A quotation mark inside a
 * cell that does not begin with one is a character like any other. Rows without anything are counted and left out.
 * @throws TooManyColumns, CellTooLong, NoText and, at the end, QuoteOpen; each names the row
 */
export function csvReader(separator: Separator) {
  const comma = separator.charCodeAt(0)
  let number = 1
  let cells: string[] = []
  let length = 0
  /** What is read of the present cell, without what stands between `from` and the place that is read. */
  let begun = ''
  let state: 'start' | 'plain' | 'quoted' | 'quoteInQuoted' = 'start'
  let afterCr = false
  let rows: Row[] = []

  /** Reads another piece and returns the rows that have ended by now. */
  function push(text: string): Row[] {
    if (text.includes('\0')) throw NoText({ row: number })
    rows = []
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at)
      if (afterCr) {
        afterCr = false
        if (char === LF) {
          from = at + 1
          continue
        }
      }
      if (state === 'quoted') {
        const close = text.indexOf('"', at)
        if (close === -1) break
        at = close
        begun += text.slice(from, at)
        state = 'quoteInQuoted'
        from = at + 1
      } else if (state === 'quoteInQuoted' && char === QUOTE) {
        begun += '"'
        state = 'quoted'
        from = at + 1
      } else if (char === comma) {
        endCell(text.slice(from, at))
        from = at + 1
      } else if (char === LF || char === CR) {
        endCell(text.slice(from, at))
        endRow()
        afterCr = char === CR
        from = at + 1
      } else if (state === 'start') {
        state = char === QUOTE ? 'quoted' : 'plain'
        if (char === QUOTE) from = at + 1
      } else if (state === 'quoteInQuoted') {
        state = 'plain'
      }
    }
    begun += text.slice(from)
    if (begun.length > limits.cell) throw CellTooLong(here())
    return rows
  }

  /** The last row, when no line end closed it. */
  function end(): Row[] {
    rows = []
    if (state === 'quoted') throw QuoteOpen({ row: number })
    if (cells.length > 0 || begun !== '' || state !== 'start') {
      endCell('')
      endRow()
    }
    return rows
  }

  function endCell(rest: string) {
    const cell = begun === '' ? rest : begun + rest
    length += cell.length
    if (cell.length > limits.cell || length > limits.row) throw CellTooLong(here())
    if (cells.length === limits.columns) {
      throw TooManyColumns({ row: number, most: limits.columns })
    }
    cells.push(cell)
    begun = ''
    state = 'start'
  }

  function endRow() {
    if (length > 0) rows.push({ number, cells })
    number += 1
    cells = []
    length = 0
  }

  const here = () => ({ row: number, column: cells.length + 1 })

  return { push, end }
}

/** The separator that splits the first rows most evenly into most cells; a comma when none splits them. */
export function separatorOf(beginning: string): Separator {
  const scored = separators.map((separator) => ({
    separator,
    score: evenness(beginning, separator),
  }))
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  return best.separator
}

function evenness(beginning: string, separator: Separator): number {
  let rows: Row[]
  try {
    const reader = csvReader(separator)
    // The last row may have been cut off.
    rows = reader.push(beginning)
    if (rows.length === 0) rows = reader.end()
  } catch {
    return 0
  }
  const wide = rows[0]?.cells.length ?? 0
  const alike = rows.filter(({ cells }) => cells.length === wide).length
  return wide < 2 ? 0 : (alike / rows.length) * 1_000 + wide
}
