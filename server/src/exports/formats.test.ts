import { expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import { type Cell, instant, number, text } from './cell.ts'
import { csv, defused } from './csv.ts'
import type { SheetFormat } from './sheet.ts'
import { wallClock } from './wall-clock.ts'
import { xlsx } from './xlsx.ts'
import { escaped } from './xlsx-frame.ts'

const clock = wallClock('Africa/Nairobi')

/** A file written a few rows at a time, with what is remembered going through JSON each time. */
async function written<Place>(
  format: SheetFormat<Place>,
  headings: readonly string[],
  chunks: readonly (readonly (readonly Cell[])[])[],
): Promise<Buffer> {
  let { place, bytes } = await format.begin(headings)
  const parts = [bytes]
  for (const rows of chunks) {
    ;({ place, bytes } = await format.add(JSON.parse(JSON.stringify(place)), rows, headings, clock))
    parts.push(bytes)
  }
  parts.push(await format.end(JSON.parse(JSON.stringify(place))))
  return Buffer.concat(parts)
}

/** The files of an archive, read by another program's code, which checks sizes and sums. */
function unpacked(archive: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error || !zip) return reject(error)
      const files = new Map<string, string>()
      zip.on('error', reject)
      zip.on('end', () => resolve(files))
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed || !stream) return reject(failed)
          const parts: Buffer[] = []
          stream.on('error', reject)
          stream.on('data', (part: Buffer) => parts.push(part))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts).toString())
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  })
}

test.each([
  '=1+1',
  '+1',
  '-1+2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\uff1d1',
  '=cmd|" /C calc"!A0',
])('a spreadsheet takes %j for a text', (dangerous) => {
  expect(defused(dangerous)).toBe(`'${dangerous}`)
})

test.each(['Ana', '14 Mole Road', "'quoted", 'a=b', ''])('%j stays as it is', (harmless) => {
  expect(defused(harmless)).toBe(harmless)
})

test('amounts stay numbers also below nought; a text with digits too many does not lose any', async () => {
  const rows = [[number('-115.00'), number('9007199254740993.25'), text('=1'), null]]
  const file = (await written(csv, ['Amount', 'Large', 'Note', 'None'], [rows])).toString()
  expect(file).toBe("\ufeffAmount,Large,Note,None\r\n-115.00,9007199254740993.25,'=1,\r\n")
  const sheet = (
    await unpacked(await written(xlsx, ['Amount', 'Large', 'Note', 'None'], [rows]))
  ).get('xl/worksheets/sheet1.xml')
  expect(sheet).toContain('<c s="5"><v>-115.00</v></c>')
  expect(sheet).toContain('<t xml:space="preserve">9007199254740993.25</t>')
  expect(sheet).toContain('<t xml:space="preserve">=1</t>')
  expect(sheet).not.toContain('<f')
})

test('commas, quotes and line breaks of a text stay inside its field', async () => {
  const rows = [[text('Mole "Old" Road, 1'), text('two\r\nlines')]]
  const file = (await written(csv, ['A', 'B'], [rows])).toString()
  expect(file).toBe('\ufeffA,B\r\n"Mole ""Old"" Road, 1","two\r\nlines"\r\n')
})

test("a moment is shown by the utility's clock, also where it is put on", async () => {
  const at = new Date('2026-11-24T21:30:00Z')
  expect(clock.text(at)).toBe('2026-11-25T00:30:00+03:00')
  const london = wallClock('Europe/London')
  expect(london.text(new Date('2026-03-29T00:59:59Z'))).toBe('2026-03-29T00:59:59Z')
  expect(london.text(new Date('2026-03-29T01:00:00Z'))).toBe('2026-03-29T02:00:00+01:00')
  expect(wallClock('America/St_Johns').text(at)).toBe('2026-11-24T18:00:00-03:30')
  const file = await unpacked(await written(xlsx, ['At'], [[[instant(at)]]]))
  // 25 November 2026 is day 46351 of the format; half an hour is a 48th of it.
  expect(file.get('xl/worksheets/sheet1.xml')).toContain('<c s="2"><v>46351.02083333</v></c>')
})

test('a workbook that was written in many parts is one archive that other programs read', async () => {
  const chunks = Array.from({ length: 40 }, (_, chunk) =>
    Array.from({ length: 25 }, (__, row) => [text(`row ${chunk * 25 + row}`), number('1')]),
  )
  const files = await unpacked(await written(xlsx, ['Name', 'One'], chunks))
  expect([...files.keys()]).toEqual([
    'xl/worksheets/sheet1.xml',
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
  ])
  const names = [...(files.get('xl/worksheets/sheet1.xml') ?? '').matchAll(/>(row \d+)</g)]
  expect(names.map(([, name]) => name)).toEqual(Array.from({ length: 1_000 }, (_, n) => `row ${n}`))
})

test('beyond a million rows a workbook goes on with another sheet', async () => {
  const begun = await xlsx.begin(['Name'])
  const place = { ...begun.place, row: 1_000_001 }
  const added = await xlsx.add(place, [[text('last')], [text('first')]], ['Name'], clock)
  const end = await xlsx.end(added.place)
  const files = await unpacked(Buffer.concat([begun.bytes, added.bytes, end]))
  expect(files.get('xl/worksheets/sheet1.xml')).toMatch(/<row r="1000001">.*last.*<\/sheetData>/)
  expect(files.get('xl/worksheets/sheet2.xml')).toMatch(/<row r="1">.*Name.*<row r="2">.*first/)
  expect(files.get('xl/workbook.xml')).toContain('name="Rows 2"')
})

test('what XML cannot hold, or a spreadsheet would read as another letter, does not break a workbook', () => {
  expect(escaped('a\u0000\u0008b<&>"\ud800 _x0041_')).toBe(
    'ab&lt;&amp;&gt;&quot;\ufffd _x005F_x0041_',
  )
})
