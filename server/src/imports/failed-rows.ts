import type { Actor } from '../access/index.ts'
import { reading } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Import } from './import.ts'
import type { Cells, ProblemCode } from './kind.ts'
import { kindNamed } from './kinds/index.ts'

const PAGE = 1_000

/**
 * The rows of a file that were not brought in, as CSV in UTF-8 under the headings of the file, with what is wrong
 * in a last column: to be put right in a spreadsheet program and brought in again.
 */
export async function* failedRows(actor: Actor, file: Import): AsyncGenerator<string> {
  const columns = kindNamed(file.kind).columns.filter(({ name }) => file.matching?.[name])
  const headings = columns.map(({ name }) => headingOf(file, name))
  yield `\ufeff${csvLine([...headings, 'What is wrong'])}`
  for (let after = 0; ; ) {
    const rows = await failedPage(actor, file.id, after)
    const lines = rows.map(({ cells, problems }) =>
      csvLine([
        ...columns.map(({ name }) => cells[name] ?? ''),
        problems
          .map(
            ({ column, code, expected }) =>
              `${headingOf(file, column)}: ${sentence(code, expected)}`,
          )
          .join(' '),
      ]),
    )
    if (lines.length > 0) yield lines.join('')
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.number
  }
}

interface FailedRow {
  readonly number: number
  readonly cells: Cells
  readonly problems: readonly {
    readonly column: string
    readonly code: ProblemCode
    readonly expected: string | null
  }[]
}

function failedPage(actor: Actor, id: Id<'import'>, after: number): Promise<FailedRow[]> {
  return reading(actor, (db) =>
    db.rows<FailedRow>(
      `select r.number, r.cells, coalesce(p.problems, '[]') as problems
       from imports.row r
       left join lateral (
         select json_agg(json_build_object('column', p.column_name, 'code', p.code, 'expected', p.expected)
           order by p.column_name) as problems
         from imports.problem p
         where p.tenant_id = $1 and p.import_id = $2 and p.number = r.number) p on true
       where r.tenant_id = $1 and r.import_id = $2 and not r.good and r.number > $3
       order by r.number limit $4`,
      [actor.tenantId, id, after, PAGE],
    ),
  )
}

function headingOf(file: Import, column: string): string {
  const from = file.matching?.[column]
  return from && 'at' in from ? (file.headings?.[from.at] ?? column) : column
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** A spreadsheet program runs what begins like a formula; an apostrophe before it makes it a text. */
function csvCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

function sentence(code: ProblemCode, expected: string | null): string {
  return sentences[code].replace('%', expected ?? '')
}

const sentences: Readonly<Record<ProblemCode, string>> = {
  required: 'must be there.',
  too_long: 'is longer than % characters.',
  control_character: 'holds a character that cannot be printed.',
  not_a_number: 'must have digits only.',
  out_of_range: 'must be %.',
  not_a_choice: 'must be one of %.',
  wrong_length: 'must have % digits.',
  check_digit: 'has a wrong digit; with its check digit it would be %.',
  zero_lost: 'has lost its first zero: %.',
  unknown: 'is not known.',
  impossible: 'does not go with the other columns; % would.',
  malformed: 'is not written as it should be.',
  taken: 'exists already.',
  repeated: 'is the same as in row %.',
}
