import type { Actor, Permission } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'

/** A column that a kind of import knows. Its words for people are in the console under `imports.columns`. */
export interface Column {
  readonly name: string
  readonly required: boolean
  /** Other headings it is found under; case, blanks and marks do not matter. */
  readonly headings: readonly string[]
  /** What it takes, when that is a short list. */
  readonly choices?: readonly string[]
}

/** Whose rows, and for which utility. */
export interface Scope {
  readonly actor: Actor
  readonly utilityId: Id<'utility'>
}

/** What is wrong with a cell: the words for it are in the console under `imports.problems`. */
export type ProblemCode =
  | 'required'
  | 'too_long'
  | 'control_character'
  | 'not_a_number'
  | 'out_of_range'
  | 'not_a_choice'
  | 'wrong_length'
  | 'check_digit'
  | 'zero_lost'
  | 'unknown'
  | 'impossible'
  | 'malformed'
  | 'taken'
  | 'repeated'

export interface Problem {
  readonly column: string
  readonly code: ProblemCode
  /** What would be right: a value, a range, a row. */
  readonly expected?: string
}

/** Says what is wrong with a cell. The first word on a cell holds. */
export type Complain = (column: string, code: ProblemCode, expected?: string) => void

/** Cells by the name of their column; an empty text where the file has nothing. */
export type Cells = Readonly<Record<string, string>>

export interface NewThing<Thing> {
  readonly id: string
  readonly thing: Thing
}

/**
 * One kind of thing that can be brought in. Everything is asked and written for many rows at once; what is
 * written goes through the door of the module that owns it.
 */
export interface Kind<Thing> {
  readonly name: string
  /** What is needed to bring it in, beside `import.make`. */
  readonly permission: Permission
  readonly columns: readonly Column[]
  /** The tables that its rows end in. */
  readonly tables: readonly string[]
  /** The column that says which thing a row is about: once in a file, and once in the utility. */
  readonly keyColumn: string
  /** Reads what a chunk of rows needs to know, and returns the reader of one row. */
  readonly reader: (db: Db, scope: Scope) => Promise<(cells: Cells, complain: Complain) => Thing>
  /** The key of a row, when its cell can be read. */
  readonly keyOf: (thing: Thing) => string
  /** Which of these keys exist already. */
  readonly taken: (db: Db, scope: Scope, keys: readonly string[]) => Promise<ReadonlySet<string>>
  /** Writes what is not there yet. @returns the ids that were written */
  readonly write: (
    tx: Tx,
    scope: Scope,
    things: readonly NewThing<Thing>[],
  ) => Promise<ReadonlySet<string>>
  /** What has been used since it was made, with the word for how. */
  readonly inUse: (
    db: Db,
    scope: Scope,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>
  /** Takes back what nothing depends on. @returns the ids that are gone */
  readonly remove: (tx: Tx, scope: Scope, ids: readonly string[]) => Promise<ReadonlySet<string>>
}

export interface Examined {
  readonly key: string | null
  readonly problems: readonly Problem[]
}

export interface ExaminedRows {
  readonly rows: readonly Examined[]
  /** Writes the rows of these places under these ids. @returns the ids that were written */
  write(tx: Tx, wanted: readonly { at: number; id: string }[]): Promise<ReadonlySet<string>>
}

/** A kind whose things only itself knows. */
export interface AnyKind
  extends Pick<
    Kind<never>,
    'name' | 'permission' | 'tables' | 'columns' | 'keyColumn' | 'inUse' | 'remove'
  > {
  /** Looks at rows by themselves and against what exists; repetitions within the file are found elsewhere. */
  examine(db: Db, scope: Scope, rows: readonly Cells[]): Promise<ExaminedRows>
}

export function anyKind<Thing>(kind: Kind<Thing>): AnyKind {
  const { name, permission, tables, columns, keyColumn, inUse, remove } = kind
  return {
    name,
    permission,
    tables,
    columns,
    keyColumn,
    inUse,
    remove,
    async examine(db, scope, rows) {
      const read = await kind.reader(db, scope)
      const examined = rows.map((cells) => {
        const problems: Problem[] = []
        const complain: Complain = (column, code, expected) => {
          if (problems.some((known) => known.column === column)) return
          problems.push({ column, code, ...(expected !== undefined && { expected }) })
        }
        const thing = read(cells, complain)
        const hasKey = !problems.some(({ column }) => column === keyColumn)
        return { thing, problems, key: hasKey ? kind.keyOf(thing) : null }
      })
      const keys = examined.flatMap(({ key }) => (key === null ? [] : [key]))
      const taken = await kind.taken(db, scope, keys)
      for (const { key, problems } of examined) {
        if (key !== null && taken.has(key)) problems.push({ column: keyColumn, code: 'taken' })
      }
      return {
        rows: examined,
        write: (tx, wanted) =>
          kind.write(
            tx,
            scope,
            wanted.map(({ at, id }) => ({ id, thing: examined[at]!.thing })),
          ),
      }
    },
  }
}
