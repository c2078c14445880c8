import type { TSchema } from 'typebox'
import type { Actor, Permission } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import type { JobData } from '../jobs/index.ts'
import type { Cell } from './cell.ts'

export interface ExportColumn<Row> {
  readonly heading: string
  readonly cell: (row: Row) => Cell
}

/** A list that can be taken out as a file. */
export interface ExportList<Filter extends JobData, Row> {
  /** As in the name of the file: "meters". */
  readonly name: string
  readonly permission: Permission
  /** What may be asked for; unknown fields are refused. */
  readonly filter: TSchema
  readonly columns: readonly ExportColumn<Row>[]
  /** The zone by whose clock times are shown. @throws when the list is out of the actor's reach */
  readonly zone: (actor: Actor, filter: Filter) => Promise<string>
  /** The next rows after a mark, narrowed to the actor's reach. */
  readonly rows: (
    db: Db,
    actor: Actor,
    filter: Filter,
    page: { readonly after: string | undefined; readonly limit: number },
  ) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>
}

/** A list whose filter and rows only itself knows. */
export type AnyExportList = Pick<ExportList<never, never>, 'name' | 'permission' | 'filter'> & {
  readonly columns: readonly ExportColumn<never>[]
  readonly zone: (actor: Actor, filter: never) => Promise<string>
  readonly rows: (
    db: Db,
    actor: Actor,
    filter: never,
    page: { readonly after: string | undefined; readonly limit: number },
  ) => Promise<{ readonly rows: readonly unknown[]; readonly next: string | null }>
}
