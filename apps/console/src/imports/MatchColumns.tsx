import { Button, Select, TextInput } from '@mantine/core'
import { Panel, ScrollRegion } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './imports.module.css'
import { type ImportDetail, type ImportKind, importKinds, refreshImport } from './queries.ts'

type Matching = ImportDetail['matching']
type Column = ImportKind['columns'][number]
type From = Matching[string] | undefined

const EMPTY = 'empty'
const FIXED = 'fixed'

/** The second step: which column of the file is which. */
export function MatchColumns({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const kinds = useQuery(importKinds)
  const columns = kinds.data?.data.find(({ name }) => name === found.kind)?.columns ?? []
  const [matching, setMatching] = useState<Matching>(found.matching)
  const [tried, setTried] = useState(false)
  const check = useDeed({
    send: (chosen: Matching, key) =>
      api.client.PUT('/api/console/imports/{id}/matching', {
        params: { path: { id: found.id }, header: { 'idempotency-key': key } },
        body: { matching: chosen },
      }),
    onDone: async () => {
      await refreshImport(found.id)
      await navigate({
        to: '/imports/$importId',
        params: { importId: found.id },
        search: ({ utility }) => ({ utility }),
      })
    },
  })
  const choose = (name: string, from: From) => {
    const { [name]: _, ...others } = matching
    setMatching(from ? { ...others, [name]: from } : others)
  }
  const missing = columns.filter(({ name, required }) => required && isMissing(matching[name]))
  const names = missing.map(({ name }) => t(`imports.columns.${name}`)).join(', ')
  return (
    <Panel title={t('imports.steps.match')}>
      <div className={css.body}>
        <p>{t('imports.match.intro')}</p>
        <p className={css.hint}>
          <Reading found={found} />
        </p>
      </div>
      <ScrollRegion label={t('imports.steps.match')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.match.column')}</th>
              <th scope="col">{t('imports.match.from')}</th>
              <th scope="col">{t('imports.match.example')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                from={matching[column.name]}
                found={found}
                onChange={(from) => choose(column.name, from)}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <div className={css.body}>
        <Unused found={found} matching={matching} />
        {tried && missing.length > 0 && <p role="alert">{t('imports.match.missing', { names })}</p>}
        {check.error && <Failure problem={check.error} compact />}
        <Button
          mt="sm"
          loading={check.isPending}
          onClick={() => {
            setTried(true)
            if (missing.length === 0) check.mutate(withoutBlanks(matching))
          }}
        >
          {t('imports.match.check')}
        </Button>
      </div>
    </Panel>
  )
}

interface ColumnRowProps {
  column: Column
  from: From
  found: ImportDetail
  onChange: (from: From) => void
}

function ColumnRow({ column, from, found, onChange }: ColumnRowProps) {
  const { t } = useTranslation()
  const title = t(`imports.columns.${column.name}`)
  const isFixed = from !== undefined && 'value' in from
  const place = from !== undefined && 'at' in from ? from.at : undefined
  return (
    <tr>
      <th scope="row">
        {title}
        {column.required && (
          <>
            {' '}
            <span title={t('imports.match.required')}>
              <span aria-hidden>*</span>
              <span className="saldo-hidden">{t('imports.match.required')}</span>
            </span>
          </>
        )}
      </th>
      <td className={css.from}>
        <div className={css.fixed}>
          <Select
            aria-label={t('imports.match.fromLabel', { column: title })}
            data={[
              { value: EMPTY, label: t('imports.match.empty') },
              { value: FIXED, label: t('imports.match.fixed') },
              ...found.headings.map((heading, at) => ({
                value: `${at}`,
                label: heading || t('imports.match.untitled', { number: at + 1 }),
              })),
            ]}
            value={isFixed ? FIXED : place === undefined ? EMPTY : `${place}`}
            onChange={(chosen) => {
              if (chosen === FIXED) onChange({ value: column.choices[0] ?? '' })
              else
                onChange(chosen === null || chosen === EMPTY ? undefined : { at: Number(chosen) })
            }}
            allowDeselect={false}
            searchable
          />
          {isFixed && (
            <FixedValue column={column} title={title} value={from.value} onChange={onChange} />
          )}
        </div>
      </td>
      <td className={css.wide}>
        {place !== undefined && <bdi>{samplesOf(found, place).join(' · ')}</bdi>}
      </td>
    </tr>
  )
}

interface FixedValueProps {
  column: Column
  title: string
  value: string
  onChange: (from: From) => void
}

function FixedValue({ column, title, value, onChange }: FixedValueProps) {
  const { t } = useTranslation()
  const label = t('imports.match.fixedLabel', { column: title })
  if (column.choices.length > 0)
    return (
      <Select
        aria-label={label}
        data={column.choices}
        value={value}
        onChange={(chosen) => onChange({ value: chosen ?? '' })}
        allowDeselect={false}
      />
    )
  return (
    <TextInput
      aria-label={label}
      value={value}
      maxLength={200}
      onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
    />
  )
}

const separators: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
}

function Reading({ found: { format } }: { found: ImportDetail }) {
  const { t } = useTranslation()
  if (!format) return null
  if (format.kind === 'xlsx') return t('imports.match.read.xlsx', { sheet: format.sheet })
  return t('imports.match.read.csv', {
    encoding: t(`imports.match.encodings.${format.encoding}`),
    separator: t(`imports.match.separators.${separators[format.separator ?? ','] ?? 'comma'}`),
  })
}

function Unused({ found, matching }: { found: ImportDetail; matching: Matching }) {
  const { t } = useTranslation()
  const used = new Set(Object.values(matching).map((from) => ('at' in from ? from.at : -1)))
  const unused = found.headings.filter((_, at) => !used.has(at))
  if (unused.length === 0) return null
  const names = unused.slice(0, 12).join(', ')
  return <p className={css.hint}>{t('imports.match.unused', { count: unused.length, names })}</p>
}

function samplesOf({ samples }: ImportDetail, at: number): string[] {
  return samples
    .map((row) => row[at] ?? '')
    .filter((text) => text !== '')
    .slice(0, 3)
}

function isMissing(from: From): boolean {
  return from === undefined || ('value' in from && from.value.trim() === '')
}

/** One value for all rows that nobody has written is none. */
function withoutBlanks(matching: Matching): Matching {
  return Object.fromEntries(Object.entries(matching).filter(([, from]) => !isMissing(from)))
}
