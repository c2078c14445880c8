import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Seller, sellerOf, sellersLike } from './queries.ts'
import { type SalesSearch, sellerKinds } from './search.ts'

type SellerFilterProps = {
  search: SalesSearch
  onChange: (changed: SalesSearch) => void
}

/** Narrows a list to what one vendor, terminal or operator sold; found by the letters that are typed. */
export function SellerFilter({ search, onChange }: SellerFilterProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim().slice(0, 80), 250)
  const kind = sellerKinds.find((one) => search[one] !== undefined)
  const id = kind && search[kind]
  const chosen = useQuery({ ...sellerOf(id ?? ''), enabled: id !== undefined })
  const found = useQuery(sellersLike(chosen.data?.data[0]?.name === asked ? '' : asked))
  const sellers = [...(chosen.data?.data ?? []), ...(found.data?.data ?? [])]
  return (
    <Select
      w={220}
      aria-label={t('transactions.filter.seller')}
      placeholder={t('transactions.filter.seller')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('transactions.filter.sellerAll') }}
      nothingFoundMessage={t('transactions.filter.sellerNone')}
      // The server has looked for the letters already.
      filter={({ options }) => options}
      data={sellerKinds.map((group) => ({
        group: t(`transactions.filter.${group}`),
        items: unique(sellers.filter((seller) => seller.kind === group)).map((seller) => ({
          value: seller.id,
          label: labelOf(seller),
        })),
      }))}
      value={id ?? null}
      onSearchChange={setText}
      onChange={(value) => {
        const seller = sellers.find((one) => one.id === value)
        const none = { vendor: undefined, terminal: undefined, operator: undefined }
        onChange(seller ? { ...none, [seller.kind]: seller.id } : none)
      }}
    />
  )
}

/** A terminal is a number and many operators have one name: their vendor tells them apart. */
function labelOf({ kind, name, vendor }: Seller): string {
  return kind === 'vendor' ? name : `${name} · ${vendor}`
}

function unique(sellers: readonly Seller[]): Seller[] {
  return [...new Map(sellers.map((seller) => [seller.id, seller])).values()]
}
