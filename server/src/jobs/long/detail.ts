import type { Db } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { JobEvent } from './event.ts'
import { type Job, type JobSight, readJob } from './job.ts'
import { type Output, outputsOf } from './output.ts'

export interface JobDetail {
  readonly job: Job
  /** What happened to it, newest first; of many, the newest. */
  readonly events: readonly NotedEvent[]
  /** Rows that failed, the most frequent reason first. */
  readonly failures: readonly FailureGroup[]
  readonly outputs: readonly Output[]
}

export type NotedEvent = {
  readonly at: Date
  readonly what: JobEvent
  readonly by: string | null
  readonly done: bigint
  readonly skipped: bigint
  readonly failed: bigint
}

export type FailureGroup = {
  readonly code: string
  readonly rows: number
  readonly detail: string | null
  /** What the first of these rows are called. */
  readonly items: readonly string[]
}

const MOST_EVENTS = 100
const MOST_ITEMS = 5

/** A job with what happened to it. @throws JobUnknown */
export async function readJobDetail(db: Db, sight: JobSight, jobId: Id<'job'>): Promise<JobDetail> {
  const job = await readJob(db, sight, jobId)
  return {
    job,
    events: await db.rows<NotedEvent>(
      `select at, what, by_name as by, done, skipped, failed from jobs.event
       where tenant_id = $1 and job_id = $2 order by id desc limit $3`,
      [sight.tenantId, jobId, MOST_EVENTS],
    ),
    failures: await db.rows<FailureGroup>(
      `select code, count(*)::integer as rows, min(detail) as detail,
         (array_agg(item order by length(item), item))[1:$3] as items
       from jobs.failure where tenant_id = $1 and job_id = $2
       group by code order by count(*) desc, code`,
      [sight.tenantId, jobId, MOST_ITEMS],
    ),
    outputs: await outputsOf(db, sight.tenantId, jobId, now()),
  }
}
