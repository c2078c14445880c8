/** A file that can be read at any place. */
export interface Source {
  readonly size: number
  /** The bytes from `start` on, `length` of them or fewer at the end of the file. */
  read(start: number, length: number): Promise<Buffer>
}

const STEP = 256 * 1024

/** All bytes from `start` on, a piece at a time. */
export async function* piecesOf(source: Source, start = 0, end = source.size) {
  for (let at = start; at < end; at += STEP) {
    yield await source.read(at, Math.min(STEP, end - at))
  }
}

/** A file that is in memory already. */
export function sourceOf(bytes: Buffer): Source {
  return {
    size: bytes.length,
    read: async (start, length) => bytes.subarray(start, start + length),
  }
}
