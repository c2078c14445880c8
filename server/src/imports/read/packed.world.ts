import { crc32, deflateRawSync } from 'node:zlib'

export interface PackedPart {
  readonly name: string
  readonly content: string | Buffer
  /** What the list of contents says of its size, when that is a lie. */
  readonly claims?: number
}

/** A ZIP file of these parts, as any program writes it. */
export function packed(parts: readonly PackedPart[]): Buffer {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, content, claims } of parts) {
    const bytes = Buffer.from(content)
    const body = deflateRawSync(bytes)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(bytes), 0)
    sizes.writeUInt32LE(body.length, 4)
    sizes.writeUInt32LE(claims ?? bytes.length, 8)
    const fixed = Buffer.from([20, 0, 0, 8, 8, 0, 0, 0, 0, 0])
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(Buffer.byteLength(name), 0)
    const place = Buffer.alloc(4)
    place.writeUInt32LE(at, 0)
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      fixed,
      sizes,
      lengths,
      Buffer.from(name),
    ])
    list.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
        fixed,
        sizes,
        lengths,
        Buffer.alloc(10),
        place,
        Buffer.from(name),
      ]),
    )
    bodies.push(local, body)
    at += local.length + body.length
  }
  const contents = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(contents.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, contents, end])
}

export interface WorkbookContent {
  /** The rows of its sheet as XML. */
  readonly rows: string
  readonly sharedTexts?: readonly string[]
  readonly workbookPr?: string
  readonly more?: readonly PackedPart[]
  readonly sheetHead?: string
}

/** A workbook of one sheet called "Lot 7". Style 1 shows days, style 2 days by a format of its own. */
export function workbook({
  rows,
  sharedTexts = [],
  workbookPr = '',
  more = [],
  sheetHead = '',
}: WorkbookContent): Buffer {
  const shared = sharedTexts.map((text) => `<si><t>${text}</t></si>`).join('')
  return packed([
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="r">${workbookPr}<sheets><sheet name="Lot 7" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        '<Relationships><Relationship Id="rId1" Type="sheet" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    {
      name: 'xl/styles.xml',
      content:
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd&quot; of &quot;mmm yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${shared}</sst>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${sheetHead}<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    },
    ...more,
  ])
}
