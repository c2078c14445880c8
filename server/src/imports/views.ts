import Type, { type Static } from 'typebox'
import type { Actor } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import { type Job, JobUnknown, readJob } from '../jobs/index.ts'
import type { Id } from '../kernel/ids.ts'
import { IdText } from '../kernel/schemas.ts'
import type { Import } from './import.ts'
import type { ListedRow } from './row-list.ts'

const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })

export const ImportKey = Type.Object({ id: IdText<'import'>() })

export const MatchingView = Type.Record(
  Type.String({ maxLength: 40 }),
  Type.Union([
    Type.Object(
      { at: Type.Integer({ minimum: 0, maximum: 199 }) },
      { additionalProperties: false },
    ),
    Type.Object({ value: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  ]),
)

export const ImportView = Type.Object({
  id: IdText<'import'>(),
  utilityId: IdText<'utility'>(),
  kind: Type.String(),
  fileName: Type.String(),
  size: Type.String({ description: 'Bytes, as digits.' }),
  state: Type.String(),
  startedByName: Type.String(),
  createdAt: Instant,
  good: Count,
  bad: Count,
  written: Count,
  undone: Count,
  kept: Count,
  checkedAt: nullable(Instant),
  importedAt: nullable(Instant),
  undoneAt: nullable(Instant),
  forgotten: Type.Boolean({ description: 'Whether its file and rows are gone.' }),
})

export const ImportDetail = Type.Intersect([
  ImportView,
  Type.Object({
    format: nullable(
      Type.Object({
        kind: Type.Enum(['csv', 'xlsx']),
        encoding: Type.Optional(Type.String()),
        separator: Type.Optional(Type.String()),
        sheet: Type.Optional(Type.String()),
      }),
    ),
    headings: Type.Array(Type.String()),
    samples: Type.Array(Type.Array(Type.String())),
    matching: MatchingView,
    job: nullable(
      Type.Object({
        id: IdText<'job'>(),
        kind: Type.String(),
        state: Type.String(),
        rows: Count,
        all: nullable(Count),
        rate: nullable(Type.Number()),
        beganAt: nullable(Instant),
        finishedAt: nullable(Instant),
        problem: nullable(Type.String({ description: 'Why it failed, in a sentence.' })),
      }),
    ),
  }),
])

export const RowView = Type.Object({
  number: Type.Integer(),
  cells: Type.Record(Type.String(), Type.String()),
  good: Type.Boolean(),
  problems: Type.Array(
    Type.Object({
      column: Type.String(),
      code: Type.String(),
      expected: nullable(Type.String()),
    }),
  ),
})

export function importView(found: Import): Static<typeof ImportView> {
  const { id, utilityId, kind, fileName, state, startedByName, good, bad, written, undone, kept } =
    found
  return {
    id,
    utilityId,
    kind,
    fileName,
    size: found.size.toString(),
    state,
    startedByName,
    createdAt: found.createdAt.toISOString(),
    good,
    bad,
    written,
    undone,
    kept,
    checkedAt: instant(found.checkedAt),
    importedAt: instant(found.importedAt),
    undoneAt: instant(found.undoneAt),
    forgotten: found.forgottenAt !== null,
  }
}

export async function importDetail(
  db: Db,
  actor: Actor,
  found: Import,
): Promise<Static<typeof ImportDetail>> {
  return {
    ...importView(found),
    format: found.format && { ...found.format },
    headings: [...(found.headings ?? [])],
    samples: (found.samples ?? []).map((row) => [...row]),
    matching: { ...found.matching },
    job: found.jobId && jobView(await jobOf(db, actor, found.jobId)),
  }
}

export function rowView({ number, cells, good, problems }: ListedRow): Static<typeof RowView> {
  return {
    number,
    cells: { ...cells },
    good,
    problems: problems.map((problem) => ({ ...problem })),
  }
}

/** A job is forgotten before its import. */
async function jobOf(db: Db, actor: Actor, id: Id<'job'>): Promise<Job | null> {
  try {
    return await readJob(db, { tenantId: actor.tenantId, id: actor.id, all: true }, id)
  } catch (error) {
    if (JobUnknown.is(error)) return null
    throw error
  }
}

function jobView(job: Job | null): Static<typeof ImportDetail>['job'] {
  if (!job) return null
  const { id, kind, state, rate } = job
  return {
    id,
    kind,
    state,
    rows: Number(job.done + job.failed + job.skipped),
    all: job.total === null ? null : Number(job.total),
    rate,
    beganAt: instant(job.beganAt),
    finishedAt: instant(job.finishedAt),
    problem: job.problemDetail ?? job.problem,
  }
}

function instant(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}
