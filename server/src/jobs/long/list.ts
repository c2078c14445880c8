import { type Db, statement } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { JOB_COLUMNS, type Job, type JobSight, type JobState, ownOnly } from './job.ts'

export interface JobFilter {
  readonly states?: readonly JobState[]
  readonly kind?: string
}

/** A page by a job's id: what stands after it, what stands before it, or what stands at the end. */
export interface JobPageWanted {
  readonly after?: Id<'job'>
  readonly before?: Id<'job'> | 'end'
  readonly limit: number
}

export interface JobPage {
  readonly jobs: readonly Job[]
  readonly next: Id<'job'> | null
  readonly previous: Id<'job'> | null
  /** How many there are; beyond `MOST_COUNTED` that there are more. */
  readonly count: { readonly value: number; readonly exact: boolean }
}

const MOST_COUNTED = 1_000

/** Jobs that somebody may see, newest first. */
export async function listJobs(
  db: Db,
  sight: JobSight,
  filter: JobFilter,
  { after, before, limit }: JobPageWanted,
): Promise<JobPage> {
  const common = [sight.tenantId, ownOnly(sight), filter.states ?? null, filter.kind ?? null]
  const upwards = before !== undefined
  const mark = before === 'end' ? null : (before ?? after ?? null)
  const found = await db.rows<Job>(upwards ? pageUpwards : pageDownwards, [
    ...common,
    mark,
    limit + 1,
  ])
  const jobs = found.slice(0, limit)
  if (upwards) jobs.reverse()
  const beyond = found.length > limit
  const first = jobs[0]?.id ?? null
  const last = jobs.at(-1)?.id ?? null
  const counted = await db.row<{ value: number }>(countPage, [...common, MOST_COUNTED + 1])
  const value = counted?.value ?? 0
  return {
    jobs,
    next: (upwards ? before !== 'end' : beyond) ? last : null,
    previous: (upwards ? beyond : after !== undefined) ? first : null,
    count: { value: Math.min(value, MOST_COUNTED), exact: value <= MOST_COUNTED },
  }
}

/**
 * What is going on, and what ended or changed since an instant, newest first: for whoever watches. At most
 * `limit` jobs of the tenant, whoever started them.
 */
export function recentJobs(
  db: Db,
  tenantId: Id<'tenant'>,
  since: Date,
  limit: number,
): Promise<Job[]> {
  return db.rows<Job>(recent, [tenantId, since, limit])
}

const FITS = `j.tenant_id = $1 and ($2::uuid is null or j.started_by = $2)
  and ($3::text[] is null or j.state = any ($3)) and ($4::text is null or j.kind = $4)`

const pageDownwards = statement(
  'jobs.page_downwards',
  `select ${JOB_COLUMNS} from jobs.job j
   where ${FITS} and ($5::uuid is null or j.id < $5) order by j.id desc limit $6`,
)

const pageUpwards = statement(
  'jobs.page_upwards',
  `select ${JOB_COLUMNS} from jobs.job j
   where ${FITS} and ($5::uuid is null or j.id > $5) order by j.id limit $6`,
)

const countPage = statement(
  'jobs.count_page',
  `select count(*)::integer as value from (select 1 from jobs.job j where ${FITS} limit $5) as counted`,
)

const recent = statement(
  'jobs.recent',
  `select ${JOB_COLUMNS} from jobs.job j
   where j.tenant_id = $1 and (j.finished_at is null or j.changed_at > $2)
   order by j.id desc limit $3`,
)
