import { crc32, deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { takeInLogo } from './logo.ts'
import { readPng, writePng } from './picture/png.ts'
import { readSvg } from './picture/svg.ts'

const square = (side: number) => ({
  width: side,
  height: side,
  rgba: Buffer.from(Array.from({ length: side * side * 4 }, (_, n) => (n * 7) % 256)),
})

test('a PNG is written anew with the same pixels and nothing beside them', () => {
  const pixels = square(9)
  const png = writePng(pixels)
  const words = Buffer.from('<script>alert(1)</script>')
  const polyglot = Buffer.concat([png, words])
  const logo = takeInLogo(polyglot)
  expect(logo).toMatchObject({ mediaType: 'image/png', width: 9, height: 9 })
  expect(logo.content.includes(words)).toBe(false)
  expect(readPng(logo.content, 100)).toEqual(pixels)
})

test('a palette of two bits, a clear colour and every row filter are read as they are meant', () => {
  const file = pngOf({
    header: { width: 4, height: 2, depth: 2, colour: 3 },
    more: [
      ['PLTE', Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255])],
      ['tRNS', Buffer.from([0])],
    ],
    // 0 1 2 1 and, as the difference to the row above, the same again.
    raw: Buffer.from([0, 0b00_01_10_01, 2, 0]),
  })
  const { rgba } = readPng(file, 10)!
  expect([...rgba.subarray(0, 12)]).toEqual([255, 0, 0, 0, 0, 255, 0, 255, 0, 0, 255, 255])
  expect(rgba.subarray(0, 16).equals(rgba.subarray(16))).toBe(true)
  const grey = pngOf({
    header: { width: 3, height: 4, depth: 8, colour: 0 },
    raw: Buffer.from([1, 10, 5, 5, 3, 5, 0, 0, 4, 1, 1, 1, 2, 0, 0, 1]),
  })
  const light = [...readPng(grey, 10)!.rgba].filter((_, n) => n % 4 === 0)
  // Left: 10 15 20. Average of left and above: 10 12 16. Nearest: 11 13 17. Above: 11 13 18.
  expect(light).toEqual([10, 15, 20, 10, 12, 16, 11, 13, 17, 11, 13, 18])
})

test.each([
  ['cut off', (png: Buffer) => png.subarray(0, png.length - 20)],
  ['with a wrong check sum', (png: Buffer) => Buffer.from(png).fill(1, 20, 24)],
  [
    'wider than it may be',
    () => pngOf({ header: { width: 50_000, height: 50_000 }, raw: Buffer.alloc(9) }),
  ],
  [
    'that inflates beyond its size',
    () => pngOf({ header: { width: 2, height: 2 }, raw: Buffer.alloc(5_000_000) }),
  ],
  [
    'interlaced',
    () => pngOf({ header: { width: 2, height: 2, interlace: 1 }, raw: Buffer.alloc(18) }),
  ],
  [
    'with a filter that does not exist',
    () => pngOf({ header: { width: 1, height: 1 }, raw: Buffer.from([9, 0, 0, 0, 0]) }),
  ],
  ['that is a web page', () => Buffer.from('<html><body>hello</body></html>')],
  ['that is a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['that is nothing', () => Buffer.alloc(0)],
])('a file %s is refused', (_, spoil) => {
  expect(() => takeInLogo(spoil(writePng(square(4))))).toThrow('utility.logo_unusable')
})

test('a file beyond the limit is refused before it is looked at', () => {
  expect(() => takeInLogo(Buffer.alloc(300_000))).toThrow('utility.logo_too_large')
})

const mark = (inside: string, attributes = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 16"${attributes}>${inside}</svg>`

test('a drawing of shapes and gradients is written anew', () => {
  const drawing = readSvg(
    `<?xml version="1.0" encoding="UTF-8"?>\n${mark(
      `<title>Harbour City</title><defs><linearGradient id='a'><stop offset="0" stop-color="#0b6558"/></linearGradient></defs>
       <g transform="translate(2 3)"><path d="M0 0h4v4z" fill="url(#a)"/></g>`,
    )}`,
  )
  expect(drawing).toMatchObject({ width: 32, height: 16 })
  expect(drawing?.text).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 16"><title>Harbour City</title><defs><linearGradient id="a"><stop offset="0" stop-color="#0b6558"/></linearGradient></defs><g transform="translate(2 3)"><path d="M0 0h4v4z" fill="url(#a)"/></g></svg>',
  )
})

test.each([
  ['a script', mark('<script>alert(1)</script>')],
  ['a script in capitals', mark('<SCRIPT>alert(1)</SCRIPT>')],
  ['a handler', mark('<path d="M0 0" onload="alert(1)"/>')],
  ['a handler on the drawing', mark('', ' onload="alert(1)"')],
  ['a handler without quotes', mark('<path onclick=alert(1) d="M0 0"/>')],
  ['a link', mark('<a href="javascript:alert(1)"><path d="M0 0"/></a>')],
  ['a picture from elsewhere', mark('<image href="https://example.org/a.png"/>')],
  ['a use of elsewhere', mark('<use xlink:href="https://example.org/a.svg#x"/>')],
  ['a web page inside', mark('<foreignObject><p>hello</p></foreignObject>')],
  ['a style sheet', mark('<style>@import "https://example.org"</style>')],
  ['a style', mark('<path d="M0 0" style="background:url(https://example.org)"/>')],
  ['a colour from elsewhere', mark('<path d="M0 0" fill="url(https://example.org/#a)"/>')],
  ['an entity', `<!DOCTYPE svg [<!ENTITY x "y">]>${mark('<title>&x;</title>')}`],
  ['an animation', mark('<animate attributeName="d" to="M1 1"/>')],
  ['a comment', mark('<!-- <script> -->')],
  ['raw data', mark('<![CDATA[<script>]]>')],
  ['an instruction', `<?xml-stylesheet href="a.css"?>${mark('')}`],
  ['an attribute twice', mark('<path d="M0 0" d="M1 1"/>')],
  ['two drawings', mark('') + mark('')],
  ['a drawing in a drawing', mark(mark(''))],
  ['what is not closed', '<svg viewBox="0 0 1 1"><g>'],
  ['what is closed twice', `${mark('')}</svg>`],
  ['words between shapes', mark('hello')],
  ['no size', '<svg><path d="M0 0"/></svg>'],
  ['a hundred nested groups', mark('<g>'.repeat(100) + '</g>'.repeat(100))],
  ['ten thousand shapes', mark('<path d="M0 0"/>'.repeat(10_000))],
])('a drawing with %s is refused', (_, source) => {
  expect(() => takeInLogo(Buffer.from(source))).toThrow('utility.logo_unusable')
})

test('a hostile drawing is refused in no time', () => {
  const began = performance.now()
  for (const hostile of [`<svg ${' '.repeat(250_000)}`, `<svg${' a="1"'.repeat(40_000)}`]) {
    expect(readSvg(hostile)).toBeUndefined()
  }
  expect(performance.now() - began).toBeLessThan(500)
})

type Header = { width: number; height: number; depth?: number; colour?: number; interlace?: number }

/** A PNG made by hand: `raw` is the rows with their filters, before they are compressed. */
function pngOf(file: { header: Header; raw: Buffer; more?: [string, Buffer][] }): Buffer {
  const { width, height, depth = 8, colour = 6, interlace = 0 } = file.header
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour, 0, 0, interlace], 8)
  const blank = writePng({ width: 1, height: 1, rgba: Buffer.alloc(4) })
  const chunks: [string, Buffer][] = [
    ['IHDR', header],
    ...(file.more ?? []),
    ['IDAT', deflateSync(file.raw)],
  ]
  return Buffer.concat([
    blank.subarray(0, 8),
    ...chunks.map(([name, data]) => chunkOf(name, data)),
    blank.subarray(blank.length - 12),
  ])
}

function chunkOf(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
