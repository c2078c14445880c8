import type { Actor } from '../access/index.ts'
import type { Tx } from '../db/index.ts'
import { type JobData, type JobKind, startJob } from '../jobs/index.ts'
import type { Id } from '../kernel/ids.ts'
import { changeImport, holdImport, type Import, type ImportState, scopeOf } from './import.ts'

/** What a job on an import is told. Whatever else the request said is in it too, so that a key stands for one request. */
export type ImportParams = JobData & { readonly importId: Id<'import'> }

/**
 * Starts a job on an import that is in one of these states, once for each key. `begin` does what goes with the
 * start and says how many rows there will be, when that is known.
 * @throws ImportUnknown, ImportWrongState, ImportBusy, KeyReused, and what `begin` throws
 */
export async function startOnImport<Params extends ImportParams>(
  tx: Tx,
  actor: Actor,
  kind: Pick<JobKind<Actor, Params, never>, 'kind' | 'permission'>,
  params: Params,
  options: {
    readonly key: string
    readonly reason?: string
    readonly states: readonly ImportState[]
    readonly begin: (found: Import) => Promise<number | undefined>
  },
): Promise<Id<'job'>> {
  const { importId } = params
  const { key, reason } = options
  if (await isRepeat(tx, actor, importId, key)) return startJob(tx, actor, kind, params, { key })
  const found = await holdImport(tx, actor, importId, options.states)
  scopeOf(actor, found)
  const total = await options.begin(found)
  const jobId = await startJob(tx, actor, kind, params, {
    key,
    ...(total !== undefined && { total }),
    ...(reason !== undefined && { reason }),
  })
  await changeImport(tx, actor, importId, { jobId })
  return jobId
}

/** Whether a request with this key came before. One that comes meanwhile waits here for the first. */
async function isRepeat(tx: Tx, actor: Actor, id: Id<'import'>, key: string): Promise<boolean> {
  await tx.row('select 1 from imports.import where tenant_id = $1 and id = $2 for update', [
    actor.tenantId,
    id,
  ])
  const job = await tx.row(
    'select 1 from jobs.job where tenant_id = $1 and started_by = $2 and request_key = $3',
    [actor.tenantId, actor.id, key],
  )
  return job !== undefined
}
