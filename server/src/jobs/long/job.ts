import { type Db, statement } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'

export const JOB_STATES = [
  'queued',
  'running',
  'paused',
  'done',
  'done_with_errors',
  'failed',
  'cancelled',
] as const
export type JobState = (typeof JOB_STATES)[number]

export const JobUnknown = refusal(
  'job.unknown',
  404,
  'There is no such job. Look at the list of jobs.',
)

export type Job = {
  readonly id: Id<'job'>
  readonly kind: string
  readonly state: JobState
  readonly startedBy: string
  readonly startedByName: string
  readonly createdAt: Date
  readonly beganAt: Date | null
  readonly changedAt: Date
  readonly finishedAt: Date | null
  readonly redoing: boolean
  /** Rows in all; null while nobody knows. */
  readonly total: bigint | null
  readonly done: bigint
  readonly skipped: bigint
  readonly failed: bigint
  /** Rows a second over the last chunks; null before the first has ended. */
  readonly rate: number | null
  /** Why it failed. */
  readonly problem: string | null
  readonly problemDetail: string | null
}

/** The columns of a job as this module's callers see it, for `from jobs.job j`. */
export const JOB_COLUMNS = `j.id, j.kind, j.state, j.started_by as "startedBy", j.started_by_name as "startedByName",
  j.created_at as "createdAt", j.began_at as "beganAt", j.changed_at as "changedAt", j.finished_at as "finishedAt",
  j.redoing, j.total, j.done, j.skipped, j.failed, j.rate, j.problem, j.problem_detail as "problemDetail"`

/** Whose jobs somebody sees: `all` of the tenant, or the own ones. */
export type JobSight = {
  readonly tenantId: Id<'tenant'>
  readonly id: string
  readonly all: boolean
}

/** One job. @throws JobUnknown also for one that is not to be seen */
export async function readJob(db: Db, sight: JobSight, jobId: Id<'job'>): Promise<Job> {
  const job = await db.row<Job>(oneJob, [sight.tenantId, jobId, ownOnly(sight)])
  if (!job) throw JobUnknown()
  return job
}

/** The starter that a statement is narrowed to, or null for all: `($3::uuid is null or started_by = $3)`. */
export function ownOnly(sight: JobSight): string | null {
  return sight.all ? null : sight.id
}

const oneJob = statement(
  'jobs.one_job',
  `select ${JOB_COLUMNS} from jobs.job j
   where j.tenant_id = $1 and j.id = $2 and ($3::uuid is null or j.started_by = $3)`,
)
