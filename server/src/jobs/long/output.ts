import { type Db, reading, statement, type Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { OutputPart } from './kind.ts'

export const OutputTooLarge = refusal(
  'job.output_too_large',
  422,
  'The file would be larger than 2 GB. Narrow the filter and make several files.',
)

const DAYS_KEPT = 7
const LARGEST_BYTES = 2n * 1024n ** 3n

/**
 * Adds a part to a file of a job. The file is there for as long as `DAYS_KEPT` after its first part.
 * @throws OutputTooLarge
 */
export async function addPart(
  tx: Tx,
  tenantId: Id<'tenant'>,
  jobId: Id<'job'>,
  { name, contentType, bytes }: OutputPart,
): Promise<void> {
  const at = now()
  const file = await tx.row<{ id: string; parts: number; size: bigint }>(
    `insert into jobs.output (tenant_id, id, job_id, name, content_type, parts, size, created_at, expires_at)
     values ($1, $2, $3, $4, $5, 1, $6, $7, $8)
     on conflict (tenant_id, job_id, name) do update
       set parts = jobs.output.parts + 1, size = jobs.output.size + excluded.size
     returning id, parts, size`,
    [tenantId, newId(), jobId, name, contentType, bytes.length, at, expiryAfter(at)],
  )
  if (!file) throw new Error('A part of a file was not written.')
  if (file.size > LARGEST_BYTES) throw OutputTooLarge()
  await tx.execute(
    'insert into jobs.output_part (tenant_id, output_id, number, bytes) values ($1, $2, $3, $4)',
    [tenantId, file.id, file.parts, bytes],
  )
}

function expiryAfter(at: Date): Date {
  return new Date(at.getTime() + DAYS_KEPT * 24 * 60 * 60_000)
}

export type Output = {
  readonly id: Id<'output'>
  readonly name: string
  readonly contentType: string
  readonly parts: number
  readonly size: bigint
  readonly expiresAt: Date
}

/** The files of a job that are still kept at an instant. */
export function outputsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  jobId: Id<'job'>,
  at: Date,
): Promise<Output[]> {
  return db.rows<Output>(
    `select id, name, content_type as "contentType", parts, size, expires_at as "expiresAt"
     from jobs.output where tenant_id = $1 and job_id = $2 and expires_at > $3 order by name`,
    [tenantId, jobId, at],
  )
}

/** The bytes of a file, a part at a time, each in a read of its own: a slow reader holds no transaction open. */
export async function* bytesOf(
  tenantId: Id<'tenant'>,
  { id, parts }: Pick<Output, 'id' | 'parts'>,
): AsyncGenerator<Buffer> {
  for (let number = 1; number <= parts; number++) {
    const part = await reading({ tenantId }, (db) =>
      db.row<{ bytes: Buffer }>(onePart, [tenantId, id, number]),
    )
    if (!part) throw new Error('A part of a file is gone.')
    yield part.bytes
  }
}

const onePart = statement(
  'jobs.one_part',
  `select bytes from jobs.output_part where tenant_id = $1 and output_id = $2 and number = $3`,
)
