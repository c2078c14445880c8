import { type Currency, MeterNumber, Money, Units, unitLabel } from '@saldo/ui'
import type { GridColumn } from '@saldo/ui/data-grid'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import type { SaleRow } from './queries.ts'
import { SaleState } from './SaleState.tsx'

/** The columns of the list of sales, in the currency and by the clock of one utility. */
export function useSaleColumns({
  currency,
  timeZone,
}: {
  currency: Currency
  timeZone: string
}): GridColumn<SaleRow>[] {
  const { t, i18n } = useTranslation()
  const header = (id: string) => t(`transactions.column.${id}`, { currency: currency.code })
  return [
    {
      id: 'receipt',
      header: header('receipt'),
      cell: ({ id, receiptNumber }) => (
        <Link
          to="/transactions/$saleId"
          params={{ saleId: id }}
          search={({ utility }) => ({ utility })}
          className="saldo-code"
        >
          {receiptNumber}
        </Link>
      ),
    },
    {
      id: 'soldAt',
      header: header('soldAt'),
      sortable: true,
      cell: ({ soldAt }) => (
        <time dateTime={soldAt} className="saldo-figure">
          {instantText(soldAt, timeZone, i18n.language)}
        </time>
      ),
    },
    {
      id: 'amount',
      header: header('amount'),
      align: 'end',
      cell: ({ amount }) => <Money amount={amount} currency={currency} />,
    },
    {
      id: 'units',
      header: header('units'),
      align: 'end',
      cell: ({ units, unit }) => <Units units={units} unit={unitLabel(unit)} />,
    },
    {
      id: 'state',
      header: header('state'),
      cell: ({ state }) => <SaleState state={state} />,
    },
    {
      id: 'meter',
      header: header('meter'),
      cell: ({ serialNumber }) => <MeterNumber digits={serialNumber} />,
    },
    {
      id: 'customer',
      header: header('customer'),
      cell: ({ customerName }) => <bdi>{customerName}</bdi>,
    },
    { id: 'vendor', header: header('vendor'), cell: ({ vendor }) => <bdi>{vendor.name}</bdi> },
    {
      id: 'terminal',
      header: header('terminal'),
      optional: true,
      cell: ({ terminal }) => <bdi>{terminal.name}</bdi>,
    },
    {
      id: 'operator',
      header: header('operator'),
      optional: true,
      cell: ({ operator }) => <bdi>{operator.name}</bdi>,
    },
    {
      id: 'channel',
      header: header('channel'),
      optional: true,
      cell: ({ channel }) => t(`transactions.channel.${channel}`, { defaultValue: channel }),
    },
    {
      id: 'commodity',
      header: header('commodity'),
      optional: true,
      cell: ({ commodity }) => t(`commodity.${commodity}`, { ns: 'ui' }),
    },
  ]
}
