import type { Actor } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Cells, ProblemCode } from './kind.ts'

export interface ListedRow {
  readonly number: number
  readonly cells: Cells
  readonly good: boolean
  readonly problems: readonly {
    readonly column: string
    readonly code: ProblemCode
    readonly expected: string | null
  }[]
}

export interface RowFilter {
  /** Good rows alone or bad ones; all when absent. */
  readonly good?: boolean | undefined
  /** Rows with this problem. */
  readonly column?: string | undefined
  readonly code?: string | undefined
  /** The row that the page before ended with. */
  readonly after: number
  readonly limit: number
}

/** Rows of an import in the order of the file, with what is wrong with them. */
export function listRows(
  db: Db,
  actor: Actor,
  id: Id<'import'>,
  { good, column, code, after, limit }: RowFilter,
): Promise<ListedRow[]> {
  const numbers =
    column === undefined
      ? `select r.number from imports.row r
         where r.tenant_id = $1 and r.import_id = $2 and r.number > $3 and $5::text is null and $6::text is null
           ${good === undefined ? '' : good ? 'and r.good' : 'and not r.good'}
         order by r.number limit $4`
      : `select p.number from imports.problem p
         where p.tenant_id = $1 and p.import_id = $2 and p.number > $3 and p.column_name = $5 and p.code = $6
         order by p.number limit $4`
  return db.rows<ListedRow>(
    `select r.number, r.cells, r.good, coalesce(p.problems, '[]') as problems
     from imports.row r
     left join lateral (
       select json_agg(json_build_object('column', p.column_name, 'code', p.code, 'expected', p.expected)
         order by p.column_name) as problems
       from imports.problem p
       where p.tenant_id = $1 and p.import_id = $2 and p.number = r.number) p on true
     where r.tenant_id = $1 and r.import_id = $2 and r.number in (${numbers})
     order by r.number`,
    [actor.tenantId, id, after, limit, column ?? null, code ?? null],
  )
}

/** What is wrong in a file, the most frequent first. */
export function problemGroups(db: Db, actor: Actor, id: Id<'import'>) {
  return db.rows<{ column: string; code: ProblemCode; rows: number }>(
    `select column_name as "column", code, count(*)::int as rows from imports.problem
     where tenant_id = $1 and import_id = $2 group by column_name, code
     order by rows desc, column_name, code limit 100`,
    [actor.tenantId, id],
  )
}

/** What an undo left, and why: a page in the order of the file. */
export function keptThings(
  db: Db,
  actor: Actor,
  id: Id<'import'>,
  { after, limit }: { readonly after: number; readonly limit: number },
) {
  return db.rows<{ number: number; id: string; why: string; key: string | null }>(
    `select m.number, m.object_id as id, m.kept as why, r.key from imports.made m
     left join imports.row r on r.tenant_id = $1 and r.import_id = $2 and r.number = m.number
     where m.tenant_id = $1 and m.import_id = $2 and m.number > $3 and m.kept is not null
     order by m.number limit $4`,
    [actor.tenantId, id, after, limit],
  )
}
