import { Button, Popover, TextInput } from '@mantine/core'
import { type Currency, formatMoney } from '@saldo/ui'
import { IconChevronDown } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type SalesSearch, salesSearchOf } from './search.ts'
import css from './transactions.module.css'

type AmountFilterProps = {
  search: SalesSearch
  currency: Currency
  onChange: (changed: SalesSearch) => void
}

/** Narrows a list to amounts from one to another, both included. */
export function AmountFilter({ search, currency, onChange }: AmountFilterProps) {
  const { t, i18n } = useTranslation()
  const [open, setOpen] = useState(false)
  const { least, most } = search
  const money = (amount: string) => formatMoney(amount, currency, { language: i18n.language })
  const said = [least && `≥ ${money(least)}`, most && `≤ ${money(most)}`].filter(Boolean).join(' ')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const { least, most } = salesSearchOf({
      least: String(fields.get('least')).trim(),
      most: String(fields.get('most')).trim(),
    })
    onChange({ least, most })
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start" shadow="none">
      <Popover.Target>
        <button
          type="button"
          className="saldo-chip"
          data-set={said !== ''}
          onClick={() => setOpen(!open)}
        >
          {t('transactions.filter.amount', { currency: currency.code })}:{' '}
          {said ? <bdi dir="ltr">{said}</bdi> : t('grid.all', { ns: 'ui' })}
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="saldo-grid-dropdown">
        <form className={css.amounts} onSubmit={submit}>
          {(['least', 'most'] as const).map((name) => (
            <TextInput
              key={name}
              name={name}
              inputMode="decimal"
              pattern="(0|[1-9][0-9]{0,14})([.][0-9]{1,3})?"
              label={t(`transactions.filter.${name}`)}
              title={t('form.fault.amount.malformed')}
              defaultValue={search[name] ?? ''}
            />
          ))}
          <Button type="submit">{t('transactions.filter.apply')}</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
