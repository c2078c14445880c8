import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvReader, separatorOf, separators } from './csv.ts'

const read = (text: string, pieces = [text], separator: (typeof separators)[number] = ',') => {
  const reader = csvReader(separator)
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]
}
const cells = (text: string) => read(text).map((row) => row.cells)
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'read'
}

test.each(['\n', '\r\n', '\r'])('rows end with %j', (end) => {
  expect(cells(['a,b', '1,2', '3,4'].join(end))).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ])
  expect(cells(`a,b${end}1,2${end}`)).toHaveLength(2)
})

test('a cell in quotation marks holds separators, line ends and quotation marks', () => {
  expect(cells('"a,b","1\r\n2","say ""yes""",""')).toEqual([['a,b', '1\r\n2', 'say "yes"', '']])
})

test('a quotation mark in the middle of a cell is a character', () => {
  expect(cells('5" pipe,x\n"a"b,y')).toEqual([
    ['5" pipe', 'x'],
    ['ab', 'y'],
  ])
})

test('empty rows are left out and counted, so that a row keeps the number it has in a spreadsheet', () => {
  expect(read('a\n\n,,\nb\n')).toEqual([
    { number: 1, cells: ['a'] },
    { number: 4, cells: ['b'] },
  ])
})

test('what was written is read again, however it is cut into pieces', () => {
  const unit = fc.constantFrom('a', ',', ';', '"', '\n', '\r', '\t', '|', 'é', ' ')
  const cell = fc.string({ maxLength: 12, unit })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 })
  const property = fc.property(
    table,
    fc.array(fc.nat(40), { maxLength: 8 }),
    fc.constantFrom(...separators),
    fc.constantFrom('\n', '\r\n', '\r'),
    (rows, cuts, separator, end) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
      const text = rows.map((row) => row.map(quoted).join(separator)).join(end)
      const pieces = cuts.reduce(
        ([rest = '', ...done], cut) => [rest.slice(cut), ...done, rest.slice(0, cut)],
        [text],
      )
      const [last = '', ...first] = pieces
      const found = read('', [...first, last], separator).map((row) => row.cells)
      expect(found).toEqual(rows.filter((row) => row.some((text) => text !== '')))
    },
  )
  fc.assert(property, { numRuns: 500 })
})

test('a file of a thousand columns is refused, and the row is named', () => {
  const wide = Array.from({ length: 1_000 }, (_, n) => `c${n}`).join(',')
  expect(codeOf(() => read(`a\n${wide}`))).toBe('import.too_many_columns')
})

test('a cell or a quotation mark without end is refused before it fills the memory', () => {
  const reader = csvReader(',')
  const piece = 'x'.repeat(2_000)
  expect(
    codeOf(() => {
      for (let n = 0; n < 1_000; n++) reader.push(n === 0 ? `"${piece}` : piece)
    }),
  ).toBe('import.cell_too_long')
  expect(codeOf(() => read('a,b\n1,"2\n3,4'))).toBe('import.quote_open')
})

test('a NUL is no text', () => {
  expect(codeOf(() => read('a,b\n1,\0'))).toBe('import.no_text')
})

test.each([
  ['number;name\n1;"Otieno, A."\n2;"Mwangi, J."\n', ';'],
  ['number\tname\n1\tAmina, of the quay\n', '\t'],
  ['number,name\n1,Amina\n', ','],
  ['number|name\n1|Amina\n', '|'],
  ['number\n1\n', ','],
  ['a;b,c;d\n1;2,5;3\n1;2;3', ';'],
])('the separator of %j is %j', (text, separator) => {
  expect(separatorOf(text)).toBe(separator)
})
