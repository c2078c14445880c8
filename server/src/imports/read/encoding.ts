import { NoText } from './faults.ts'
import { piecesOf, type Source } from './source.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const HEAD = 4_096

/**
 * In which encoding a text file is written: by its byte order mark; else UTF-16 when every second byte of its
 * beginning is zero; else UTF-8 when all of it can be read so; else Windows-1252, in which any bytes are text.
 * @throws NoText for what is no text at all
 */
export async function encodingOf(source: Source): Promise<Encoding> {
  const head = await source.read(0, HEAD)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const wide = wideOf(head)
  if (wide) return wide
  if (head.includes(0)) throw NoText()
  return (await isUtf8(source)) ? 'utf-8' : 'windows-1252'
}

/** The text of a file, a piece at a time; a byte order mark is no part of it. */
export async function* textOf(source: Source, encoding: Encoding) {
  const decoder = new TextDecoder(encoding)
  for await (const piece of piecesOf(source)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** UTF-16 without a mark: headings are Latin letters, so one byte of each pair is zero. */
function wideOf(head: Buffer): Encoding | undefined {
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2]! += 1
  const [first = 0, second = 0] = zeros
  const many = head.length / 8
  if (second > many && first * 20 < second) return 'utf-16le'
  if (first > many && second * 20 < first) return 'utf-16be'
  return undefined
}

async function isUtf8(source: Source): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of piecesOf(source)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
