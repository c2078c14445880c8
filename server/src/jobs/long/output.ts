import type { Tx } from '../../db/index.ts'
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
