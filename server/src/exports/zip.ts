import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'

/** A file in the archive. Only the one that is open can grow. */
interface Entry {
  readonly name: string
  readonly offset: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

/** All that must be remembered to go on writing an archive: plain JSON, so that another worker can. */
export type ZipPlace = {
  readonly length: number
  readonly entries: readonly Entry[]
}

export const emptyZip: ZipPlace = { length: 0, entries: [] }

const deflate = promisify(deflateRaw)
// The end of a packed stream: one last block, with nothing in it.
const LAST_BLOCK = Buffer.from([0x03, 0x00])
// Sizes follow the content (bit 3), names are UTF-8 (bit 11).
const FLAGS = 0x0808
const DEFLATED = 8
// 1 January 1980: an archive of the same rows is the same archive.
const DOS_DATE = 0x0021

/** Begins the next file of the archive. */
export function beginEntry(zip: ZipPlace, name: string): { zip: ZipPlace; bytes: Buffer } {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt16LE(Buffer.byteLength(name), 26)
  const bytes = Buffer.concat([header, Buffer.from(name)])
  const entry = { name, offset: zip.length, crc: 0, packed: 0, size: 0 }
  return { zip: { length: zip.length + bytes.length, entries: [...zip.entries, entry] }, bytes }
}

/**
 * Adds to the file that is open. Each part is packed by itself and ends on a whole byte, so the parts one after
 * another are one packed stream, and nothing of the packer must be kept between them.
 */
export async function addToEntry(
  zip: ZipPlace,
  content: Buffer,
): Promise<{ zip: ZipPlace; bytes: Buffer }> {
  const bytes = await deflate(content, { level: 4, finishFlush: constants.Z_SYNC_FLUSH })
  const open = openEntry(zip)
  const grown = {
    ...open,
    crc: crc32(content, open.crc),
    packed: open.packed + bytes.length,
    size: open.size + content.length,
  }
  return { zip: withOpen(zip, grown, bytes.length), bytes }
}

/** Ends the file that is open. */
export function endEntry(zip: ZipPlace): { zip: ZipPlace; bytes: Buffer } {
  const open = openEntry(zip)
  const ended = { ...open, packed: open.packed + LAST_BLOCK.length }
  const sizes = Buffer.alloc(16)
  sizes.writeUInt32LE(0x08074b50, 0)
  sizes.writeUInt32LE(ended.crc, 4)
  sizes.writeUInt32LE(ended.packed, 8)
  sizes.writeUInt32LE(ended.size, 12)
  const bytes = Buffer.concat([LAST_BLOCK, sizes])
  return { zip: withOpen(zip, ended, bytes.length), bytes }
}

/** The list of its files, which ends the archive. */
export function endZip({ length, entries }: ZipPlace): Buffer {
  const listed = entries.map(listing)
  const size = listed.reduce((sum, { length: bytes }) => sum + bytes, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(length, 16)
  return Buffer.concat([...listed, end])
}

function listing({ name, offset, crc, packed, size }: Entry): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(DEFLATED, 10)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(Buffer.byteLength(name), 28)
  header.writeUInt32LE(offset, 42)
  return Buffer.concat([header, Buffer.from(name)])
}

function openEntry({ entries }: ZipPlace): Entry {
  const open = entries.at(-1)
  if (!open) throw new Error('No file of the archive is open.')
  return open
}

function withOpen({ length, entries }: ZipPlace, open: Entry, more: number): ZipPlace {
  return { length: length + more, entries: [...entries.slice(0, -1), open] }
}
