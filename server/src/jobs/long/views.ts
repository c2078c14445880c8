import Type, { type Static } from 'typebox'
import { IdText } from '../../kernel/schemas.ts'
import type { JobDetail } from './detail.ts'
import { JOB_EVENTS } from './event.ts'
import { JOB_STATES, type Job } from './job.ts'

const Instant = Type.String({ format: 'date-time' })
const Rows = { done: Type.Integer(), skipped: Type.Integer(), failed: Type.Integer() }

export const JobView = Type.Object({
  id: IdText<'job'>(),
  kind: Type.String(),
  state: Type.Enum([...JOB_STATES]),
  startedBy: Type.Object({ name: Type.String(), me: Type.Boolean() }),
  createdAt: Instant,
  beganAt: Type.Union([Instant, Type.Null()]),
  finishedAt: Type.Union([Instant, Type.Null()]),
  changedAt: Instant,
  redoing: Type.Boolean({ description: 'Whether it is trying rows again that failed.' }),
  rows: Type.Object({
    all: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Null while nobody knows how many there are.',
    }),
    ...Rows,
  }),
  perSecond: Type.Union([Type.Number(), Type.Null()]),
  secondsLeft: Type.Union([Type.Integer(), Type.Null()]),
  problem: Type.Union([
    Type.Object({ code: Type.String(), detail: Type.Union([Type.String(), Type.Null()]) }),
    Type.Null(),
  ]),
})

export const JobPageView = Type.Object({
  data: Type.Array(JobView),
  next: Type.Union([Type.String(), Type.Null()]),
  previous: Type.Union([Type.String(), Type.Null()]),
  count: Type.Object({ value: Type.Integer(), exact: Type.Boolean() }),
})

export const JobDetailView = Type.Object({
  ...JobView.properties,
  events: Type.Array(
    Type.Object({
      at: Instant,
      what: Type.Enum([...JOB_EVENTS]),
      by: Type.Union([Type.String(), Type.Null()]),
      ...Rows,
    }),
  ),
  failures: Type.Array(
    Type.Object({
      code: Type.String(),
      rows: Type.Integer(),
      detail: Type.Union([Type.String(), Type.Null()]),
      items: Type.Array(Type.String()),
    }),
  ),
  outputs: Type.Array(
    Type.Object({
      id: IdText<'output'>(),
      name: Type.String(),
      bytes: Type.Integer(),
      expiresAt: Instant,
    }),
  ),
  canRedo: Type.Boolean(),
  canDownload: Type.Boolean(),
})

export function jobView(job: Job, me: string): Static<typeof JobView> {
  const rows = {
    all: job.total === null ? null : Number(job.total),
    done: Number(job.done),
    skipped: Number(job.skipped),
    failed: Number(job.failed),
  }
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    startedBy: { name: job.startedByName, me: job.startedBy === me },
    createdAt: job.createdAt.toISOString(),
    beganAt: job.beganAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    changedAt: job.changedAt.toISOString(),
    redoing: job.redoing,
    rows,
    perSecond: job.rate === null ? null : Math.round(job.rate * 10) / 10,
    secondsLeft: secondsLeft(job, rows),
    problem: job.problem === null ? null : { code: job.problem, detail: job.problemDetail },
  }
}

/** Of rows that are tried again, nobody knows how many there are left. */
function secondsLeft(job: Job, rows: Static<typeof JobView>['rows']): number | null {
  if (job.state !== 'running' || job.redoing || rows.all === null || !job.rate) return null
  const left = rows.all - rows.done - rows.skipped - rows.failed
  return Math.max(0, Math.ceil(left / job.rate))
}

export function jobDetailView(
  { job, events, failures, outputs }: JobDetail,
  me: string,
  may: { readonly redo: boolean; readonly download: boolean },
): Static<typeof JobDetailView> {
  return {
    ...jobView(job, me),
    events: events.map(({ at, what, by, done, skipped, failed }) => ({
      at: at.toISOString(),
      what,
      by,
      done: Number(done),
      skipped: Number(skipped),
      failed: Number(failed),
    })),
    failures: failures.map((group) => ({ ...group, items: [...group.items] })),
    outputs: outputs.map(({ id, name, size, expiresAt }) => ({
      id,
      name,
      bytes: Number(size),
      expiresAt: expiresAt.toISOString(),
    })),
    canRedo: may.redo && job.state === 'done_with_errors' && failures.length > 0,
    canDownload: may.download,
  }
}
