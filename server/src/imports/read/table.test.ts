import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from './csv.ts'
import { limits } from './limits.ts'
import { dayOfSerial, plainNumber } from './numbers.ts'
import { packed, workbook } from './packed.world.ts'
import { sourceOf } from './source.ts'
import { formatOf, rowsOf } from './table.ts'

async function read(bytes: Buffer) {
  const source = sourceOf(bytes)
  const format = await formatOf(source)
  const rows: Row[] = []
  for await (const piece of rowsOf(source, format)) rows.push(...piece)
  return { format, rows, cells: rows.map((row) => row.cells) }
}
const codeOf = (bytes: Buffer) =>
  read(bytes).then(
    () => 'read',
    (error) => error.code ?? error,
  )

const text = 'Número;Nombre\r\n1;José Ñandú\r\n'
const utf16 = (mark: string) => Buffer.from(mark + text, 'utf16le')
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()
const table = [
  ['Número', 'Nombre'],
  ['1', 'José Ñandú'],
]

test.each([
  ['UTF-8', 'utf-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', 'utf-8', Buffer.from(`\ufeff${text}`)],
  ['UTF-16 LE with a mark', 'utf-16le', utf16('\ufeff')],
  ['UTF-16 LE without a mark', 'utf-16le', utf16('')],
  ['UTF-16 BE with a mark', 'utf-16be', swapped(utf16('\ufeff'))],
  ['UTF-16 BE without a mark', 'utf-16be', swapped(utf16(''))],
  ['Windows-1252', 'windows-1252', Buffer.from(text, 'latin1')],
])('a file in %s is read, and the encoding is said', async (_, encoding, bytes) => {
  const { format, cells } = await read(bytes)
  expect(format).toEqual({ kind: 'csv', encoding, separator: ';' })
  expect(cells).toEqual(table)
})

test('a letter of another encoding far down in the file decides for the whole file', async () => {
  const plain = 'number,name\n'.concat('1,plain\n'.repeat(60_000))
  const { format, rows } = await read(
    Buffer.concat([Buffer.from(plain), Buffer.from('2,Ñ\n', 'latin1')]),
  )
  expect(format).toMatchObject({ encoding: 'windows-1252' })
  expect(rows.at(-1)).toEqual({ number: 60_002, cells: ['2', 'Ñ'] })
})

test.each([
  ['import.file_empty', Buffer.alloc(0)],
  ['import.no_text', Buffer.from('a,b\n1,\0\n')],
  ['import.no_text', Buffer.alloc(5_000)],
  ['import.file_kind_unknown', Buffer.from('%PDF-1.7\n')],
  ['import.file_kind_unknown', Buffer.from('\x01\x02\x03 program')],
  ['import.file_kind_unknown', Buffer.from('<!DOCTYPE html><p>')],
  ['import.old_workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['import.workbook_broken', Buffer.from('PK\x03\x04 and then nothing')],
  ['import.workbook_broken', packed([{ name: 'readme.txt', content: 'no workbook' }])],
  ['import.workbook_broken', workbook({ rows: '<row r="1"><c r="A1"><v>1</v></row>' })],
])('%s is what a file without a table is answered', async (code, bytes) => {
  expect(await codeOf(bytes)).toBe(code)
})

test('cells of a workbook come as their text: shared, inline, formula, number, day, yes and no', async () => {
  const { cells, format } = await read(
    workbook({
      sharedTexts: ['Meter', 'A &amp; B'],
      rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>in </t><t>line</t></is></c></row>
        <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="str"><f>HYPERLINK("x")</f><v>shown</v></c>
        <c r="C3"><f>1+1</f><v>2</v></c><c r="D3" s="1"><v>46081</v></c><c r="E3" s="2"><v>46081.5</v></c>
        <c r="F3"><v>7.012345679E9</v></c><c r="G3" t="b"><v>1</v></c><c r="H3"><f>A1</f></c></row>`,
    }),
  )
  expect(format).toEqual({ kind: 'xlsx', sheet: 'Lot 7' })
  expect(cells).toEqual([
    ['Meter', '', 'in line'],
    ['A & B', 'shown', '2', '2026-02-28', '2026-02-28 12:00:00', '7012345679', 'TRUE'],
  ])
})

test('rows of a workbook keep the numbers that its program shows', async () => {
  const { rows } = await read(
    workbook({ rows: '<row r="1"><c><v>1</v></c></row><row r="9"><c><v>2</v></c></row>' }),
  )
  expect(rows.map(({ number }) => number)).toEqual([1, 9])
})

test('a workbook of another epoch has its days', async () => {
  const rows = '<row r="1"><c r="A1" s="1"><v>44619</v></c></row>'
  const { cells } = await read(workbook({ rows, workbookPr: '<workbookPr date1904="1"/>' }))
  expect(cells).toEqual([['2026-02-28']])
})

test('a document type with entities is refused, not unfolded', async () => {
  const sheetHead = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  const rows = '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
  expect(await codeOf(workbook({ rows, sheetHead }))).toBe('import.workbook_broken')
})

test('a ZIP bomb is refused early, whether its list of contents tells the truth or lies', async () => {
  const bomb = Buffer.alloc(60_000_000)
  const before = process.memoryUsage().rss
  const honest = workbook({ rows: '', more: [{ name: 'xl/media/a.bin', content: bomb }] })
  expect(await codeOf(honest)).toBe('import.unpacks_too_large')
  const blank = `<row r="1">${' '.repeat(60_000_000)}</row>`
  const lying = packed([
    {
      name: 'xl/workbook.xml',
      content: '<workbook xmlns:r="r"><sheets><sheet name="x" r:id="a"/></sheets></workbook>',
    },
    { name: 'xl/_rels/workbook.xml.rels', content: '<r><Relationship Id="a" Target="s.xml"/></r>' },
    { name: 'xl/s.xml', content: `<worksheet>${blank}</worksheet>`, claims: 900_000 },
  ])
  expect(await codeOf(lying)).toBe('import.workbook_broken')
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000)
})

test('a workbook of more parts than one can have is refused', async () => {
  const more = Array.from({ length: limits.entries }, (_, n) => ({ name: `m/${n}`, content: '' }))
  expect(await codeOf(workbook({ rows: '', more }))).toBe('import.unpacks_too_large')
})

test('a cell far to the right is refused as a column too many, a very long one as too long', async () => {
  const row = (cell: string) => workbook({ rows: `<row r="1">${cell}</row>` })
  expect(await codeOf(row('<c r="XFD1"><v>1</v></c>'))).toBe('import.too_many_columns')
  const long = 'x'.repeat(limits.cell + 1)
  expect(await codeOf(row(`<c r="A1" t="str"><v>${long}</v></c>`))).toBe('import.cell_too_long')
})

test.each([
  ['7012345679', '7012345679'],
  ['7.012345679E9', '7012345679'],
  ['1E-3', '0.001'],
  ['-2.50', '-2.5'],
  ['0.30000000000000004', '0.3'],
  ['0.1', '0.1'],
  ['9999999999999999', '10000000000000000'],
  ['-0', '0'],
  ['N/A', 'N/A'],
])('the number %s is shown as %s', (stored, shown) => {
  expect(plainNumber(stored)).toBe(shown)
})

test('a number of at most fifteen digits stays what it is, however its exponent is written', () => {
  const property = fc.property(
    fc.nat(999_999_999),
    fc.integer({ min: -9, max: 9 }),
    (digits, shift) => {
      const moved = plainNumber(`${digits}E${shift}`)
      expect(plainNumber(`${moved}E${-shift}`)).toBe(`${digits}`)
    },
  )
  fc.assert(property)
})

test.each([
  ['1', '1900-01-01'],
  ['59', '1900-02-28'],
  ['60', undefined],
  ['61', '1900-03-01'],
  ['46081', '2026-02-28'],
  ['0', undefined],
  ['-1', undefined],
])('day %s of a workbook is %s', (count, day) => {
  expect(dayOfSerial(count, false)).toBe(day)
})
