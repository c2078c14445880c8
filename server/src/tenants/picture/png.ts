import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { unfilter } from './png-filter.ts'

/** A picture as plain pixels: four bytes each, red, green, blue, opacity, row by row. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Buffer }

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Samples of a pixel by colour type (PNG, third edition, section 11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)
}

/**
 * The pixels of a PNG whose sides are at most `most` long; undefined for what is broken, larger or interlaced.
 * The size is believed only as far as the data reaches, so a small file cannot ask for much memory.
 */
export function readPng(bytes: Buffer, most: number): Pixels | undefined {
  const chunks = chunksOf(bytes)
  const header = chunks?.[0]
  if (!chunks || header?.name !== 'IHDR' || header.data.length !== 13) return undefined
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)]
  const [depth = 0, colour = 0, compression, filter, interlace] = header.data.subarray(8)
  const samples = SAMPLES[colour]
  const known = samples !== undefined && DEPTHS[colour]?.includes(depth)
  const plain = compression === 0 && filter === 0 && interlace === 0
  if (!known || !plain || width < 1 || height < 1 || width > most || height > most) return undefined
  const data = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map((one) => one.data))
  const palette = chunks.find(({ name }) => name === 'PLTE')?.data
  const opacity = chunks.find(({ name }) => name === 'tRNS')?.data
  const line = Math.ceil((width * samples * depth) / 8)
  try {
    const raw = inflateSync(data, { maxOutputLength: (line + 1) * height })
    const rows = unfilter(raw, { line, height, step: Math.max(1, (samples * depth) >> 3) })
    if (!rows || (colour === 3 && !palette)) return undefined
    const pixel = pixelReader({ colour, depth, samples, line, rows, palette, opacity })
    const rgba = Buffer.alloc(width * height * 4)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) rgba.set(pixel(x, y), (y * width + x) * 4)
    }
    return { width, height, rgba }
  } catch {
    return undefined
  }
}

/** A PNG of these pixels and nothing else: no text, no place, no colour profile. */
export function writePng({ width, height, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const line = width * 4
  const raw = Buffer.alloc((line + 1) * height)
  for (let y = 0; y < height; y++) {
    rgba.copy(raw, y * (line + 1) + 1, y * line, (y + 1) * line)
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

type Chunk = { readonly name: string; readonly data: Buffer }

/** The chunks up to the end of the picture; what follows it, in a file of two kinds, is left behind. */
function chunksOf(bytes: Buffer): Chunk[] | undefined {
  const chunks: Chunk[] = []
  let at = SIGNATURE.length
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const end = at + 8 + length
    if (end + 4 > bytes.length) return undefined
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return undefined
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'IEND') return chunks
    chunks.push({ name, data: bytes.subarray(at + 8, end) })
    at = end + 4
  }
  return undefined
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

type Layout = {
  readonly colour: number
  readonly depth: number
  readonly samples: number
  readonly line: number
  readonly rows: Buffer
  readonly palette: Buffer | undefined
  readonly opacity: Buffer | undefined
}

function pixelReader({ colour, depth, samples, line, rows, palette, opacity }: Layout) {
  const largest = 2 ** depth - 1
  const sample = (x: number, y: number, n: number): number => {
    const bit = (x * samples + n) * depth
    const at = y * line + (bit >> 3)
    if (depth === 16) return rows.readUInt16BE(at)
    return ((rows[at] ?? 0) >> (8 - depth - (bit & 7))) & largest
  }
  const byte = (value: number) => Math.round((value * 255) / largest)
  // One colour that is clear, in the samples of the picture (section 11.3.1.1).
  const clear = (...values: number[]) =>
    opacity !== undefined &&
    opacity.length >= values.length * 2 &&
    values.every((value, n) => value === opacity.readUInt16BE(n * 2))
  return (x: number, y: number): [number, number, number, number] => {
    if (colour === 3) {
      const index = sample(x, y, 0)
      const [r = 0, g = 0, b = 0] = palette?.subarray(index * 3, index * 3 + 3) ?? []
      return [r, g, b, opacity?.[index] ?? 255]
    }
    if (colour === 0 || colour === 4) {
      const grey = sample(x, y, 0)
      const light = byte(grey)
      const shown = colour === 4 ? byte(sample(x, y, 1)) : clear(grey) ? 0 : 255
      return [light, light, light, shown]
    }
    const [r, g, b] = [sample(x, y, 0), sample(x, y, 1), sample(x, y, 2)]
    const shown = colour === 6 ? byte(sample(x, y, 3)) : clear(r, g, b) ? 0 : 255
    return [byte(r), byte(g), byte(b), shown]
  }
}
