import { Readable } from 'node:stream'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import { UnpacksTooLarge, WorkbookBroken } from './faults.ts'
import { limits } from './limits.ts'
import { piecesOf, type Source } from './source.ts'

/** The parts of a ZIP file by name, each unpacked only as it is read. */
export interface Zip {
  has(name: string): boolean
  /** The bytes of a part; a part that unpacks to more than it says ends in WorkbookBroken. */
  stream(name: string): AsyncGenerator<Buffer>
}

const MEGABYTE = 1_000_000

/**
 * Opens a ZIP file and refuses a bomb by its list of contents, before anything is unpacked. What the list says is
 * held to while unpacking: a part that turns out larger is an error.
 * @throws UnpacksTooLarge, WorkbookBroken
 */
export async function openZip(source: Source): Promise<Zip> {
  try {
    const reader = new SourceReader(source)
    const zip = await fromRandomAccessReaderPromise(reader, source.size, { autoClose: false })
    if (zip.entryCount > limits.entries) throw UnpacksTooLarge()
    const entries = new Map<string, Entry>()
    let [packed, unpacked] = [0, 0]
    for await (const entry of zip.eachEntry()) {
      packed += entry.compressedSize
      unpacked += entry.uncompressedSize
      if (unpacked > limits.unpacked || isBomb(entry)) throw UnpacksTooLarge()
      // Parts that lie over each other unpack the same bytes again and again.
      if (packed > source.size) throw UnpacksTooLarge()
      entries.set(entry.fileName, entry)
    }
    return {
      has: (name) => entries.has(name),
      async *stream(name) {
        const entry = entries.get(name)
        if (!entry) throw WorkbookBroken()
        try {
          yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>
        } catch (error) {
          throw asBroken(error)
        }
      },
    }
  } catch (error) {
    throw asBroken(error)
  }
}

function isBomb({ compressedSize, uncompressedSize }: Entry): boolean {
  return uncompressedSize > MEGABYTE && uncompressedSize > compressedSize * limits.ratio
}

class SourceReader extends RandomAccessReader {
  readonly #source: Source

  constructor(source: Source) {
    super()
    this.#source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#source, start, end), { objectMode: false })
  }
}

/** yauzl and zlib throw errors of their own for a file that is damaged; ours and the database's pass. */
function asBroken(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = (error as { code?: unknown }).code
  const ofZlib = typeof code === 'string' && /^Z_|^ERR_(ZLIB|STREAM)|^ERR_OUT_OF_RANGE/.test(code)
  return error.name === 'Error' && (code === undefined || ofZlib) ? WorkbookBroken() : error
}
