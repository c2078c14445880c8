import { Button, TextInput } from '@mantine/core'
import { ScrollRegion, Status } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import css from './imports.module.css'
import { type FileRow, type ImportDetail, importKinds, type ProblemGroup } from './queries.ts'

type Problem = FileRow['problems'][number]

interface RowTableProps {
  found: ImportDetail
  rows: readonly FileRow[]
  /** The one problem that is looked at, if there is one. */
  group: ProblemGroup | undefined
  /** Rows of the page before, while the next one comes. */
  fading: boolean
}

/** A line for each problem of each row; a good row has one line without. */
export function RowTable({ found, rows, group, fading }: RowTableProps) {
  const { t } = useTranslation()
  const kinds = useQuery(importKinds)
  const key = kinds.data?.data.find(({ name }) => name === found.kind)?.keyColumn ?? ''
  const lines = rows.flatMap((row): Pick<LineProps, 'row' | 'problem'>[] =>
    row.problems.length === 0
      ? [{ row, problem: undefined }]
      : row.problems
          .filter(({ column, code }) => !group || (group.column === column && group.code === code))
          .map((problem) => ({ row, problem })),
  )
  return (
    <ScrollRegion label={t('imports.steps.check')}>
      <table className={`${css.table} ${fading ? css.busy : ''}`}>
        <thead>
          <tr>
            <th scope="col" className={css.figure}>
              {t('imports.rows.row')}
            </th>
            <th scope="col">{t(`imports.columns.${key || 'name'}`)}</th>
            <th scope="col">{t('imports.rows.column')}</th>
            <th scope="col">{t('imports.rows.value')}</th>
            <th scope="col">{t('imports.rows.problem')}</th>
            <th scope="col">{t('imports.rows.fix')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ row, problem }) => (
            <Line
              key={`${row.number}.${problem?.column}.${row.cells[problem?.column ?? '']}`}
              found={found}
              row={row}
              problem={problem}
              keyColumn={key}
            />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

interface LineProps {
  found: ImportDetail
  row: FileRow
  problem: Problem | undefined
  keyColumn: string
}

function Line({ found, row, problem, keyColumn }: LineProps) {
  const { t } = useTranslation()
  const value = problem && (row.cells[problem.column] ?? '')
  return (
    <tr>
      <td className={css.figure}>{row.number}</td>
      <th scope="row">
        <span className="saldo-code">{row.cells[keyColumn] ?? '—'}</span>
      </th>
      <td>{problem && t(`imports.columns.${problem.column}`)}</td>
      <td className={css.wide} title={value}>
        {problem && (value ? <span className="saldo-code">{value}</span> : t('imports.rows.empty'))}
      </td>
      <td>
        {problem ? (
          <Status tone="bad">
            {t(`imports.problems.${problem.code}`, { expected: problem.expected })}
          </Status>
        ) : (
          <Status tone="ok">{t('imports.rows.ok')}</Status>
        )}
      </td>
      <td>{problem && <FixCell found={found} row={row} problem={problem} />}</td>
    </tr>
  )
}

/** What is expected is offered where it is a value that can stand in the cell. */
function offered({ code, expected }: Problem, value: string): string {
  const certain = code === 'check_digit' || code === 'zero_lost'
  return certain && expected ? expected : value
}

function FixCell({ found, row, problem }: { found: ImportDetail; row: FileRow; problem: Problem }) {
  const { t } = useTranslation()
  const { fix } = useActs(found)
  const present = row.cells[problem.column] ?? ''
  const [value, setValue] = useState(offered(problem, present))
  const column = t(`imports.columns.${problem.column}`)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (value !== present) fix.mutate({ number: row.number, cells: { [problem.column]: value } })
  }
  return (
    <form onSubmit={save}>
      <div className={css.fix}>
        <TextInput
          size="xs"
          aria-label={t('imports.rows.fixLabel', { column, row: row.number })}
          value={value}
          onChange={({ currentTarget }) => setValue(currentTarget.value)}
          maxLength={4_000}
          classNames={{ input: 'saldo-code' }}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={fix.isPending}
          disabled={value === present}
        >
          {t('imports.rows.save')}
        </Button>
      </div>
      {fix.error && <Failure problem={fix.error} compact />}
    </form>
  )
}
