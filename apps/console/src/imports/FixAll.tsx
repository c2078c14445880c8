import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import { useFigures } from './figures.ts'
import css from './imports.module.css'
import type { ImportDetail, ProblemGroup } from './queries.ts'

/** One value for all rows with the same problem. */
export function FixAll({ found, group }: { found: ImportDetail; group: ProblemGroup }) {
  const { t } = useTranslation()
  const { fixAll } = useActs(found)
  const { counted } = useFigures()
  const [value, setValue] = useState('')
  const { column, code, rows } = group
  const set = (event: FormEvent) => {
    event.preventDefault()
    fixAll.mutate({ column, code, value })
  }
  return (
    <form className={css.all} onSubmit={set}>
      <TextInput
        label={t('imports.rows.all', counted(rows))}
        value={value}
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
        maxLength={4_000}
      />
      <Button type="submit" variant="default" loading={fixAll.isPending} disabled={value === ''}>
        {t('imports.rows.allSet')}
      </Button>
      {fixAll.error && <Failure problem={fixAll.error} compact />}
    </form>
  )
}
