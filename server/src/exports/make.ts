import type { Actor } from '../access/index.ts'
import type { JobData, JobKind } from '../jobs/index.ts'
import type { Cell } from './cell.ts'
import { csv } from './csv.ts'
import type { AnyExportList } from './list.ts'
import type { SheetFormat } from './sheet.ts'
import { wallClock } from './wall-clock.ts'
import { xlsx } from './xlsx.ts'

export const formats = ['csv', 'xlsx'] as const
export type Format = (typeof formats)[number]

export type ExportAsked = {
  readonly format: Format
  readonly filter: JobData
  /** The day on which it was asked for: a part of the file's name. */
  readonly day: string
}

/** What an export remembers between two chunks. */
export type ExportPlace = {
  readonly after: string | null
  readonly file: JobData
}

/** Rows of a chunk: a fraction of a second, and a few megabytes at most. */
const ROWS_AT_ONCE = 2_000

/** The long job that takes a list out: some rows a chunk, into a file that grows. */
export function exportKind(list: AnyExportList): JobKind<Actor, ExportAsked, ExportPlace> {
  return {
    kind: `export.${list.name}`,
    permission: list.permission,
    step: async (tx, { actor, params, place, write }) => {
      const format = formatNamed(params.format)
      const filter = params.filter as never
      const clock = wallClock(await list.zone(actor, filter))
      const headings = list.columns.map(({ heading }) => heading)
      const begun = place ? undefined : await format.begin(headings)
      const after = place?.after ?? undefined
      const page = await list.rows(tx, actor, filter, { after, limit: ROWS_AT_ONCE })
      const rows = page.rows.map((row) => list.columns.map(({ cell }): Cell => cell(row as never)))
      const added = await format.add(begun?.place ?? place?.file ?? null, rows, headings, clock)
      const finished = page.next === null
      const end = finished ? [await format.end(added.place)] : []
      await write({
        name: `${list.name}-${params.day}.${format.extension}`,
        contentType: format.contentType,
        bytes: Buffer.concat([...(begun ? [begun.bytes] : []), added.bytes, ...end]),
      })
      return { place: { after: page.next, file: added.place }, done: rows.length, finished }
    },
  }
}

function formatNamed(name: Format): SheetFormat<JobData> {
  // What a format remembers is read by itself alone.
  return (name === 'csv' ? csv : xlsx) as unknown as SheetFormat<JobData>
}
