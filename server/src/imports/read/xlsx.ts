import type { Row } from './csv.ts'
import { CellTooLong, TooManyColumns, WorkbookBroken } from './faults.ts'
import { limits } from './limits.ts'
import { dayOfSerial, plainNumber } from './numbers.ts'
import type { Source } from './source.ts'
import { readWorkbookParts, type WorkbookParts } from './workbook-parts.ts'
import { parseXml } from './xml.ts'
import { openZip } from './zip.ts'

export interface Workbook {
  readonly sheetName: string
  /** The rows of the first sheet, in pieces. Of a formula the value that was last calculated. */
  rows(): AsyncGenerator<Row[]>
}

/**
 * Opens an XLSX workbook (ECMA-376). What is read at once is small: the list of sheets, styles, and the texts
 * that cells share, up to a limit.
 * @throws UnpacksTooLarge, WorkbookBroken; while reading rows also TooManyColumns and CellTooLong
 */
export async function openWorkbook(source: Source): Promise<Workbook> {
  const zip = await openZip(source)
  const parts = await readWorkbookParts(zip)
  return {
    sheetName: parts.sheetName,
    rows: () => {
      const sheet = sheetReader(parts)
      return parseXml(zip.stream(parts.sheetPart), sheet, sheet.take)
    },
  }
}

function sheetReader(parts: WorkbookParts) {
  let rows: Row[] = []
  let number = 0
  let cells: string[] = []
  let column = -1
  let kind = 'n'
  let style = ''
  let text = ''
  let reading = false
  let length = 0

  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'row') {
        const said = Number.parseInt(attributes.r ?? '', 10)
        // Rows come in order; one that says otherwise would let two rows have one number.
        if (!Number.isNaN(said) && said <= number) throw WorkbookBroken()
        number = Number.isNaN(said) ? number + 1 : said
        cells = []
        column = -1
        length = 0
      } else if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        kind = attributes.t ?? 'n'
        style = attributes.s ?? ''
        text = ''
      } else if (name === 'v' || name === 't') {
        reading = true
      } else if (name === 'rPh') {
        // A reading aid holds a <t> of its own; its text is taken off again below.
        kind = `${kind} aid`
      }
    },
    text(piece: string) {
      if (!reading || kind.endsWith(' aid')) return
      text += piece
      if (text.length > limits.cell) throw CellTooLong({ row: number, column: column + 1 })
    },
    close(name: string) {
      if (name === 'v' || name === 't') reading = false
      else if (name === 'rPh') kind = kind.replace(' aid', '')
      else if (name === 'c') put()
      else if (name === 'row' && length > 0) rows.push({ number, cells })
    },
    take() {
      if (rows.length === 0) return undefined
      const taken = rows
      rows = []
      return taken
    },
  }

  function put() {
    const shown = shownText()
    if (shown === '') return
    if (column >= limits.columns) throw TooManyColumns({ row: number, most: limits.columns })
    length += shown.length
    if (shown.length > limits.cell || length > limits.row) {
      throw CellTooLong({ row: number, column: column + 1 })
    }
    while (cells.length < column) cells.push('')
    cells[column] = shown
  }

  function shownText(): string {
    switch (kind) {
      case 's':
        return parts.sharedTexts[Number.parseInt(text, 10)] ?? ''
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'n':
        if (text === '') return ''
        return (isDay() && dayOfSerial(text, parts.from1904)) || plainNumber(text)
      default:
        return text
    }
  }

  function isDay(): boolean {
    return style !== '' && parts.dayStyles[Number.parseInt(style, 10)] === true
  }
}

/** "A1" is 0, "AB7" is 27. What has no letters, or too many, lies beyond every limit. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (!letters) throw WorkbookBroken()
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
