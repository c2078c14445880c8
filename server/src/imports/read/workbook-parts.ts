import { UnpacksTooLarge, WorkbookBroken } from './faults.ts'
import { limits } from './limits.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** What must be known of a workbook before a sheet of it can be read. */
export interface WorkbookParts {
  readonly sheetName: string
  /** The part that holds the first sheet. */
  readonly sheetPart: string
  readonly from1904: boolean
  /** For each cell style whether it shows a number as a day. */
  readonly dayStyles: readonly boolean[]
  readonly sharedTexts: readonly string[]
}

/** Macros, links to other files and everything else in the workbook is not looked at. */
export async function readWorkbookParts(zip: Zip): Promise<WorkbookParts> {
  const sheets: { name: string; relation: string; visible: boolean }[] = []
  let from1904 = false
  await readXml(small(zip, 'xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1] ?? ''
      const visible = (attributes.state ?? 'visible') === 'visible'
      sheets.push({ name: attributes.name ?? '', relation, visible })
    },
  })
  const sheet = sheets.find(({ visible }) => visible) ?? sheets[0]
  if (!sheet) throw WorkbookBroken()
  return {
    sheetName: sheet.name,
    sheetPart: await partOf(zip, sheet.relation),
    from1904,
    dayStyles: await dayStylesOf(zip),
    sharedTexts: await sharedTextsOf(zip),
  }
}

async function partOf(zip: Zip, relation: string): Promise<string> {
  let target: string | undefined
  await readXml(small(zip, 'xl/_rels/workbook.xml.rels'), {
    open(name, attributes) {
      const isIt = name === 'Relationship' && attributes.Id === relation
      if (isIt && attributes.TargetMode !== 'External') target = attributes.Target
    },
  })
  if (target === undefined) throw WorkbookBroken()
  const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  if (!zip.has(part)) throw WorkbookBroken()
  return part
}

async function dayStylesOf(zip: Zip): Promise<boolean[]> {
  if (!zip.has('xl/styles.xml')) return []
  const formats = new Map<string, string>()
  const days: boolean[] = []
  let inCellStyles = false
  await readXml(small(zip, 'xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(attributes.numFmtId ?? '', attributes.formatCode ?? '')
      if (name === 'cellXfs') inCellStyles = true
      if (name === 'xf' && inCellStyles) {
        const id = attributes.numFmtId ?? '0'
        days.push(isDayFormat(id, formats.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return days
}

/** Built-in formats by number (ECMA-376 part 1, 18.8.30), others by the letters of a date outside quotations. */
function isDayFormat(id: string, code: string | undefined): boolean {
  if (code === undefined) return /^(1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8])$/.test(id)
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare)
}

async function sharedTextsOf(zip: Zip): Promise<string[]> {
  if (!zip.has('xl/sharedStrings.xml')) return []
  const texts: string[] = []
  let total = 0
  let text = ''
  let inText = false
  let inReading = 0
  await readXml(zip.stream('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') inReading += 1
      inText = name === 't'
    },
    text(piece) {
      // A reading aid (furigana) is no part of the text.
      if (!inText || inReading > 0) return
      total += piece.length
      if (total > limits.sharedText) throw UnpacksTooLarge()
      text += piece
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') inReading -= 1
      if (name !== 'si') return
      if (texts.length === limits.sharedTexts) throw UnpacksTooLarge()
      texts.push(text)
    },
  })
  return texts
}

async function* small(zip: Zip, name: string): AsyncGenerator<Buffer> {
  let total = 0
  for await (const piece of zip.stream(name)) {
    total += piece.length
    if (total > limits.smallPart) throw UnpacksTooLarge()
    yield piece
  }
}
