import type { Actor } from '../access/index.ts'
import type { Import } from './import.ts'
import type { Row } from './read/csv.ts'
import { rowsOf } from './read/table.ts'
import { storedFile } from './upload.ts'

/** Files that a job of this process is reading. Where one is left off, it is read again from its beginning. */
const open = new Map<string, OpenFile>()
const MOST_OPEN = 4

interface OpenFile {
  readonly pieces: AsyncGenerator<Row[]>
  /** Rows that were read and not yet worked on. */
  waiting: Row[]
  /** The last row that was handed out and is gone from here. */
  gone: number
}

/**
 * The next rows of a file after the row `after`, at most `most`; fewer only at its end. Asked again for the same
 * place, as after a transaction that was undone, it gives the same rows.
 */
export async function rowsAfter(
  actor: Actor,
  jobId: string,
  file: Import,
  after: number,
  most: number,
): Promise<Row[]> {
  const reader = readerAt(actor, jobId, file, after)
  try {
    while (reader.waiting.length < most) {
      const { value, done } = await reader.pieces.next()
      if (done) break
      reader.waiting.push(...value.filter(({ number }) => number > after))
    }
  } catch (error) {
    // What broke off would look like the end of the file the next time.
    await closeFile(jobId)
    throw error
  }
  return reader.waiting.slice(0, most)
}

/** Lets go of the file of a job that has ended. */
export async function closeFile(jobId: string): Promise<void> {
  const reader = open.get(jobId)
  open.delete(jobId)
  await reader?.pieces.return(undefined)
}

function readerAt(actor: Actor, jobId: string, file: Import, after: number): OpenFile {
  const held = open.get(jobId)
  if (held && held.gone <= after) {
    const from = held.waiting.findIndex(({ number }) => number > after)
    held.waiting = from === -1 ? [] : held.waiting.slice(from)
    held.gone = after
    return held
  }
  if (!file.format) throw new Error('A file is to be read that was not looked into.')
  const reader = { pieces: rowsOf(storedFile(actor, file), file.format), waiting: [], gone: after }
  open.set(jobId, reader)
  const [oldest] = open.keys()
  if (open.size > MOST_OPEN && oldest !== undefined) void closeFile(oldest)
  return reader
}
