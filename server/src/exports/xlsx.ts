import { type Cell, fitsAsNumber } from './cell.ts'
import type { SheetFormat } from './sheet.ts'
import type { WallClock } from './wall-clock.ts'
import { escaped, frameFiles, SHEET_END, sheetBegin, styleOf } from './xlsx-frame.ts'
import { addToEntry, beginEntry, emptyZip, endEntry, endZip, type ZipPlace } from './zip.ts'

/** Where the writing of a workbook is. */
export type WorkbookPlace = {
  readonly zip: ZipPlace
  /** The sheet that is being written, from 1, and its next row. */
  readonly sheet: number
  readonly row: number
}

/** Rows of a sheet with its heading: the format allows 1,048,576. */
const ROWS_OF_SHEET = 1_000_001
const MOST_LETTERS = 32_767
const DAY_MS = 86_400_000
// Day 0 of the format is 30 December 1899.
const EPOCH_MS = -25_569 * DAY_MS

/** A workbook that is packed while it is written; beyond a million rows it goes on with another sheet. */
export const xlsx: SheetFormat<WorkbookPlace> = {
  extension: 'xlsx',
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  begin: (headings) => beginSheet({ zip: emptyZip, sheet: 0, row: 1 }, headings),
  add: async (place, rows, headings, clock) => {
    const room = ROWS_OF_SHEET + 1 - place.row
    const written = await addRows(place, rows.slice(0, room), clock)
    if (rows.length <= room) return written
    const ended = await endSheet(written.place)
    const begun = await beginSheet(ended.place, headings)
    const more = await xlsx.add(begun.place, rows.slice(room), headings, clock)
    const bytes = Buffer.concat([written.bytes, ended.bytes, begun.bytes, more.bytes])
    return { place: more.place, bytes }
  },
  end: async (place) => {
    const ended = await endSheet(place)
    const parts: Buffer[] = [ended.bytes]
    let { zip } = ended.place
    for (const [name, content] of frameFiles(place.sheet)) {
      for (const step of [
        () => beginEntry(zip, name),
        () => addToEntry(zip, Buffer.from(content)),
        () => endEntry(zip),
      ]) {
        const done = await step()
        zip = done.zip
        parts.push(done.bytes)
      }
    }
    return Buffer.concat([...parts, endZip(zip)])
  },
}

async function beginSheet(place: WorkbookPlace, headings: readonly string[]) {
  const sheet = place.sheet + 1
  const begun = beginEntry(place.zip, `xl/worksheets/sheet${sheet}.xml`)
  const heading = rowXml(
    1,
    headings.map((content) => textCell(content, styleOf.heading)),
  )
  const added = await addToEntry(begun.zip, Buffer.from(`${sheetBegin}${heading}`))
  return {
    place: { zip: added.zip, sheet, row: 2 },
    bytes: Buffer.concat([begun.bytes, added.bytes]),
  }
}

async function addRows(place: WorkbookPlace, rows: readonly (readonly Cell[])[], clock: WallClock) {
  const xml = rows.map((row, n) =>
    rowXml(
      place.row + n,
      row.map((cell) => cellXml(cell, clock)),
    ),
  )
  const { zip, bytes } = await addToEntry(place.zip, Buffer.from(xml.join('')))
  return { place: { ...place, zip, row: place.row + rows.length }, bytes }
}

async function endSheet(place: WorkbookPlace) {
  const added = await addToEntry(place.zip, Buffer.from(SHEET_END))
  const ended = endEntry(added.zip)
  return {
    place: { ...place, zip: ended.zip },
    bytes: Buffer.concat([added.bytes, ended.bytes]),
  }
}

const rowXml = (row: number, cells: readonly string[]) => `<row r="${row}">${cells.join('')}</row>`

/** A text stays a text whatever it begins with: only a cell of a formula's own kind is one. */
function cellXml(cell: Cell, clock: WallClock): string {
  if (cell === null) return '<c/>'
  if (cell.kind === 'instant') {
    const days = (clock.shown(cell.at) - EPOCH_MS) / DAY_MS
    return `<c s="${styleOf.instant}"><v>${days.toFixed(8)}</v></c>`
  }
  if (cell.kind === 'number' && fitsAsNumber(cell.text)) {
    const decimals = cell.text.split('.')[1]?.length ?? 0
    return `<c s="${styleOf.number(decimals)}"><v>${cell.text}</v></c>`
  }
  return textCell(cell.text, styleOf.text)
}

function textCell(content: string, style: number): string {
  const cut = content.slice(0, MOST_LETTERS)
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(cut)}</t></is></c>`
}
