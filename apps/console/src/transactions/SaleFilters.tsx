import { TextInput } from '@mantine/core'
import { FilterChip, GridSearch } from '@saldo/ui/data-grid'
import { useTranslation } from 'react-i18next'
import type { Utility } from '../api.ts'
import { AmountFilter } from './AmountFilter.tsx'
import { SellerFilter } from './SellerFilter.tsx'
import { type SalesSearch, saleChannels, saleStates, spanOf, spans } from './search.ts'

type SaleFiltersProps = {
  search: SalesSearch
  utility: Utility
  /** What changes; a field that is undefined goes. */
  onChange: (changed: SalesSearch) => void
}

/** What the list of sales is narrowed to. */
export function SaleFilters({ search, utility, onChange }: SaleFiltersProps) {
  const { t } = useTranslation()
  const choices = <Value extends string>(group: string, values: readonly Value[]) =>
    values.map((value) => ({ value, label: t(`transactions.${group}.${value}`) }))
  // Where another span than the usual one is chosen, "all" is the usual one again.
  const span = spanOf(search)
  return (
    <>
      <GridSearch
        label={t('transactions.find')}
        value={search.find}
        onChange={(find) => onChange({ find, span: undefined })}
      />
      <FilterChip
        label={t('transactions.filter.span')}
        options={choices('span', spans)}
        value={span}
        onChange={(value) => onChange({ span: spans.find((one) => one === value) ?? 'any' })}
      />
      {span === 'days' && <Days search={search} onChange={onChange} />}
      <FilterChip
        label={t('transactions.filter.state')}
        options={choices('state', saleStates)}
        value={search.state}
        onChange={(value) => onChange({ state: saleStates.find((one) => one === value) })}
      />
      <SellerFilter search={search} onChange={onChange} />
      <FilterChip
        label={t('transactions.filter.channel')}
        options={choices('channel', saleChannels)}
        value={search.channel}
        onChange={(value) => onChange({ channel: saleChannels.find((one) => one === value) })}
      />
      {utility.commodities.length > 1 && (
        <FilterChip
          label={t('transactions.filter.commodity')}
          options={utility.commodities.map((value) => ({
            value,
            label: t(`commodity.${value}`, { ns: 'ui' }),
          }))}
          value={search.commodity}
          onChange={(value) =>
            onChange({ commodity: utility.commodities.find((one) => one === value) })
          }
        />
      )}
      <AmountFilter search={search} currency={utility.currency} onChange={onChange} />
    </>
  )
}

function Days({ search, onChange }: Pick<SaleFiltersProps, 'search' | 'onChange'>) {
  const { t } = useTranslation()
  return (['from', 'until'] as const).map((name) => (
    <TextInput
      key={name}
      type="date"
      aria-label={t(`transactions.filter.${name}`)}
      value={search[name] ?? ''}
      onChange={({ currentTarget: { value } }) => onChange({ [name]: value || undefined })}
    />
  ))
}
