import { record } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Claim } from './claim.ts'
import { note } from './event.ts'

/** Ends a claimed job. Nothing happens when the claim is gone: whoever took it decides. */
export async function endJob(
  tx: Tx,
  claim: Claim,
  how: 'finished' | 'failed',
  { problem, detail }: { readonly problem?: string; readonly detail?: string } = {},
): Promise<'ended'> {
  const ended = await tx.row<{ state: 'done' | 'done_with_errors' | 'failed'; kind: string }>(
    `update jobs.job
     set state = case when $4 then 'failed' when failed > 0 then 'done_with_errors' else 'done' end,
       finished_at = $5, changed_at = $5, worker = null, alive_until = null, redoing = false,
       total = case when $4 then total else done + skipped + failed end,
       problem = $6, problem_detail = $7
     where tenant_id = $1 and id = $2 and worker = $3 returning state, kind`,
    [
      claim.tenantId,
      claim.jobId,
      claim.worker,
      how === 'failed',
      now(),
      problem ?? null,
      detail ?? null,
    ],
  )
  if (!ended) return 'ended'
  await note(tx, claim.tenantId, claim.jobId, ended.state)
  await record(tx, {
    actor: { tenantId: claim.tenantId, kind: 'system', id: claim.tenantId, name: 'Saldo' },
    action: 'job.end',
    object: { kind: 'job', id: claim.jobId },
    after: { kind: ended.kind, state: ended.state, ...(problem !== undefined && { problem }) },
  })
  return 'ended'
}
