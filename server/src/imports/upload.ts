import { type Actor, can, once, requireCan } from '../access/index.ts'
import { type Db, reading, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { KeyReused } from '../kernel/key-reused.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { readUtility, UtilityUnknown } from '../tenants/index.ts'
import { changeImport, holdImport, type Import, readImport } from './import.ts'
import { kindNamed } from './kinds/index.ts'
import { guessMatching } from './match.ts'
import type { Row } from './read/csv.ts'
import { FileEmpty } from './read/faults.ts'
import type { Source } from './read/source.ts'
import { formatOf, rowsOf } from './read/table.ts'

export const FileTooLarge = refusal(
  'import.file_too_large',
  413,
  'This file is larger than can be brought in at once. Split it, or leave columns out that are not needed.',
)
export const PartMisfit = refusal(
  'import.part_misfit',
  400,
  'This piece does not belong to the file that was announced. Choose the file again.',
)
export const PartsMissing = refusal(
  'import.parts_missing',
  409,
  'Not all of the file has arrived. Send the pieces that are missing.',
)

/**
 * Bytes of each piece of a file but the last. Small enough to arrive within the ten seconds that a request may
 * take, also from a slow line.
 */
export const PART = 256 * 1024

let largest = 300_000_000

/** Sets how many bytes a file may have: SALDO_IMPORT_LIMIT_MB. */
export function setImportLimit(bytes: number): void {
  largest = bytes
}

/** Announces a file. Its pieces follow, in any order. @throws FileTooLarge before any of it is sent */
export async function beginUpload(
  actor: Actor,
  key: string,
  file: {
    readonly kind: string
    readonly utilityId: Id<'utility'>
    readonly fileName: string
    readonly size: number
  },
): Promise<Id<'import'>> {
  const { kind, utilityId, size } = file
  if (size > largest) throw FileTooLarge({ mostBytes: largest })
  if (size === 0) throw FileEmpty()
  const { permission } = kindNamed(kind)
  requireCan(actor, permission)
  await readUtility(actor, utilityId)
  // Out of reach looks like what does not exist.
  if (!can(actor, permission, { utilityId }) || !can(actor, 'import.make', { utilityId }))
    throw UtilityUnknown()
  const fileName = cleanText(file.fileName, { pointer: '/fileName', max: 200 })
  return transaction(actor, (tx) =>
    once<'import'>(tx, actor, key, ['import', kind, utilityId, fileName, size], (id) =>
      tx.execute(
        `insert into imports.import
           (tenant_id, id, utility_id, kind, file_name, size, state, started_by, started_by_name, created_at,
            changed_at, good, bad, written, undone, kept)
         values ($1, $2, $3, $4, $5, $6, 'uploading', $7, $8, $9, $9, 0, 0, 0, 0, 0)`,
        [actor.tenantId, id, utilityId, kind, fileName, size, actor.id, actor.name, now()],
      ),
    ),
  )
}

/** Keeps a piece; the same piece again changes nothing. @throws PartMisfit, KeyReused */
export async function addPart(
  tx: Tx,
  actor: Actor,
  id: Id<'import'>,
  number: number,
  bytes: Buffer,
): Promise<void> {
  const { size, state } = await readImport(tx, actor, id)
  if (state !== 'uploading' || bytes.length !== lengthOf(number, size)) throw PartMisfit()
  const kept = await tx.execute(
    `insert into imports.part (tenant_id, import_id, number, bytes) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [actor.tenantId, id, number, bytes],
  )
  if (kept === 1) return
  const same = await tx.row(
    `select 1 from imports.part where tenant_id = $1 and import_id = $2 and number = $3 and bytes = $4`,
    [actor.tenantId, id, number, bytes],
  )
  if (!same) throw KeyReused()
}

/**
 * Looks into a file that has arrived: how it is read, its headings, and which columns they are likely to be.
 * A file that cannot be read leaves nothing behind.
 * @throws PartsMissing, and what the readers refuse
 */
export async function finishUpload(actor: Actor, id: Id<'import'>): Promise<void> {
  const found = await reading(actor, (db) => readImport(db, actor, id))
  if (found.state === 'matching') return
  if (found.state !== 'uploading') throw PartMisfit()
  await reading(actor, (db) => requireParts(db, actor, found))
  try {
    const source = storedFile(actor, found)
    const format = await formatOf(source)
    const [headings, ...samples] = await beginningOf(rowsOf(source, format))
    if (!headings || samples.length === 0) throw FileEmpty()
    const names = headings.cells.map((cell) => cell.trim().slice(0, 200))
    await transaction(actor, async (tx) => {
      await holdImport(tx, actor, id, ['uploading', 'matching'])
      await changeImport(tx, actor, id, {
        state: 'matching',
        format,
        headings: names,
        samples: samples.map(({ cells }) => cells.map((cell) => cell.slice(0, 200))),
        matching: await guessMatching(tx, actor, found.kind, names),
      })
    })
  } catch (error) {
    if (isOfTheFile(error)) await transaction(actor, (tx) => discard(tx, actor, id))
    throw error
  }
}

/** Removes an import of which nothing came. */
export async function discard(tx: Tx, actor: Actor, id: Id<'import'>): Promise<void> {
  for (const table of ['part', 'problem', 'row'] as const) await empty(tx, actor, id, table)
  await tx.execute(
    `delete from imports.import where tenant_id = $1 and id = $2 and state = 'uploading'`,
    [actor.tenantId, id],
  )
}

/** Removes what an import keeps of its file or of its rows. */
export async function empty(
  tx: Tx,
  { tenantId }: Pick<Actor, 'tenantId'>,
  id: Id<'import'>,
  table: 'part' | 'problem' | 'row',
): Promise<void> {
  const texts = {
    part: 'delete from imports.part where tenant_id = $1 and import_id = $2',
    problem: 'delete from imports.problem where tenant_id = $1 and import_id = $2',
    row: 'delete from imports.row where tenant_id = $1 and import_id = $2',
  }
  await tx.execute(texts[table], [tenantId, id])
}

/** The file of an import as it was sent, read from the database piece by piece. */
export function storedFile(actor: Actor, { id, size }: Pick<Import, 'id' | 'size'>): Source {
  const read = async (number: number) => {
    const row = await reading(actor, (db) =>
      db.row<{ bytes: Buffer }>(
        'select bytes from imports.part where tenant_id = $1 and import_id = $2 and number = $3',
        [actor.tenantId, id, number],
      ),
    )
    if (!row) throw PartsMissing()
    return row.bytes
  }
  let held: { number: number; bytes: Buffer } | undefined
  return {
    size: Number(size),
    async read(start, length) {
      const pieces: Buffer[] = []
      const end = Math.min(start + length, Number(size))
      for (let at = start; at < end; ) {
        const number = Math.floor(at / PART)
        if (held?.number !== number) held = { number, bytes: await read(number) }
        const from = at - number * PART
        const piece = held.bytes.subarray(from, Math.min(from + end - at, PART))
        pieces.push(piece)
        at += piece.length
      }
      return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
    },
  }
}

function lengthOf(number: number, size: bigint): number {
  const rest = Number(size) - number * PART
  return Math.min(Math.max(rest, -1), PART)
}

async function requireParts(db: Db, actor: Actor, { id, size }: Import): Promise<void> {
  const row = await db.row<{ arrived: number }>(
    'select count(*)::int as arrived from imports.part where tenant_id = $1 and import_id = $2',
    [actor.tenantId, id],
  )
  const wanted = Math.ceil(Number(size) / PART)
  if (row?.arrived !== wanted) throw PartsMissing({ arrived: row?.arrived ?? 0, wanted })
}

const SAMPLES = 5

async function beginningOf(pieces: AsyncGenerator<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const piece of pieces) {
    rows.push(...piece.slice(0, SAMPLES + 1))
    if (rows.length > SAMPLES) break
  }
  return rows.slice(0, SAMPLES + 1)
}

/** Whether it is the file that cannot be read, not the database or ourselves. */
function isOfTheFile(error: unknown): boolean {
  const { code, status } = error as { code?: unknown; status?: unknown }
  return status === 422 && typeof code === 'string' && code.startsWith('import.')
}
