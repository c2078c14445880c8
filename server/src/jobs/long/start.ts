import { createHash } from 'node:crypto'
import { type AuditActor, record } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { KeyReused } from '../../kernel/key-reused.ts'
import { note } from './event.ts'
import type { JobData, JobKind } from './kind.ts'
import { wakeLongJobs } from './wake.ts'

export interface StartOptions {
  /** Made by the caller before its first attempt: the same key starts once. */
  readonly key: string
  /** Rows in all, when they are counted already. */
  readonly total?: number
  readonly reason?: string
}

/**
 * Starts long work, in the transaction that decides on it: both are there or neither. Whether the actor may
 * is for the caller to ask; each chunk asks again.
 * @param check refuses what must not start, by throwing; not asked for a repeat
 * @returns the job; for a repeat of the same request, that of the first
 * @throws KeyReused when the key came with other content
 */
export async function startJob<Caller extends AuditActor, Params extends JobData>(
  tx: Tx,
  actor: Caller,
  kind: Pick<JobKind<Caller, Params, never>, 'kind' | 'permission'>,
  params: Params,
  { key, total, reason }: StartOptions,
  check: () => void = () => {},
): Promise<Id<'job'>> {
  const id = newId<'job'>()
  const content = JSON.stringify(params)
  const fingerprint = createHash('sha256').update(`${kind.kind}\n${content}`).digest()
  // A repeat that arrives meanwhile waits here for the first, and then finds its row.
  const started = await tx.execute(
    `insert into jobs.job (
       tenant_id, id, kind, params, started_by, started_by_name, request_key, fingerprint, state, created_at,
       changed_at, due_at, redoing, total, done, skipped, failed, attempts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $9, $9, false, $10, 0, 0, 0, 0)
     on conflict do nothing`,
    [
      actor.tenantId,
      id,
      kind.kind,
      content,
      actor.id,
      actor.name,
      key,
      fingerprint,
      now(),
      total ?? null,
    ],
  )
  if (started === 0) return startedBefore(tx, actor, key, fingerprint)
  check()
  await note(tx, actor.tenantId, id, 'queued', { by: actor.name })
  await record(tx, {
    actor,
    action: 'job.start',
    object: { kind: 'job', id },
    ...(reason !== undefined && { reason }),
    after: { kind: kind.kind, ...(total !== undefined && { total }) },
  })
  wakeLongJobs()
  return id
}

async function startedBefore(tx: Tx, actor: AuditActor, key: string, fingerprint: Buffer) {
  const job = await tx.row<{ id: Id<'job'>; fingerprint: Buffer }>(
    `select id, fingerprint from jobs.job where tenant_id = $1 and started_by = $2 and request_key = $3`,
    [actor.tenantId, actor.id, key],
  )
  if (!job?.fingerprint.equals(fingerprint)) throw KeyReused()
  return job.id
}
