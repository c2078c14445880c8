import { csvReader, type Row, type Separator, separatorOf } from './csv.ts'
import { type Encoding, encodingOf, textOf } from './encoding.ts'
import { FileEmpty, FileKindUnknown, OldWorkbook } from './faults.ts'
import type { Source } from './source.ts'
import { openWorkbook } from './xlsx.ts'

/** How a file is to be read; found once from its content and remembered with it. */
export type Format =
  | { readonly kind: 'csv'; readonly encoding: Encoding; readonly separator: Separator }
  | { readonly kind: 'xlsx'; readonly sheet: string }

/** Characters of a text file by which its separator is found. */
const BEGINNING = 64 * 1024
// But tab, line ends, and the bytes that Windows-1252 leaves open.
const CONTROL = /[^\P{Cc}\t\n\r\u007f-\u009f]/u

/**
 * Finds out from its content, never from its name, how a file is to be read.
 * @throws FileEmpty, FileKindUnknown, OldWorkbook and what the readers refuse
 */
export async function formatOf(source: Source): Promise<Format> {
  if (source.size === 0) throw FileEmpty()
  const head = (await source.read(0, 8)).toString('latin1')
  if (head.startsWith('PK\x03\x04')) {
    const { sheetName } = await openWorkbook(source)
    return { kind: 'xlsx', sheet: sheetName }
  }
  if (head.startsWith('\xd0\xcf\x11\xe0')) throw OldWorkbook()
  if (OTHERS.some((beginning) => head.startsWith(beginning))) throw FileKindUnknown()
  const encoding = await encodingOf(source)
  let beginning = ''
  for await (const piece of textOf(source, encoding)) {
    beginning += piece
    if (beginning.length >= BEGINNING) break
  }
  if (CONTROL.test(beginning)) throw FileKindUnknown()
  return { kind: 'csv', encoding, separator: separatorOf(beginning.slice(0, BEGINNING)) }
}

/** All rows of a file in pieces, the headings first. */
export async function* rowsOf(source: Source, format: Format): AsyncGenerator<Row[]> {
  if (format.kind === 'xlsx') {
    yield* (await openWorkbook(source)).rows()
    return
  }
  const reader = csvReader(format.separator)
  for await (const text of textOf(source, format.encoding)) yield reader.push(text)
  yield reader.end()
}

// PDF, gzip, RAR, 7z, PNG, JPEG, a web page, XML.
const OTHERS = [
  '%PDF',
  '\x1f\x8b',
  'Rar!',
  '7z\xbc\xaf',
  '\x89PNG',
  '\xff\xd8\xff',
  '<!DOC',
  '<html',
  '<?xml',
]
