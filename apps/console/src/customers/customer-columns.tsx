import { MeterNumber } from '@saldo/ui'
import type { GridColumn } from '@saldo/ui/data-grid'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './customers.module.css'
import type { CustomerRow } from './queries.ts'

export function useCustomerColumns(): GridColumn<CustomerRow>[] {
  const { t } = useTranslation()
  const header = (id: string) => t(`customers.column.${id}`)
  return [
    {
      id: 'name',
      header: header('name'),
      sortable: true,
      cell: ({ id, name }) => (
        <Link
          to="/customers/$customerId"
          params={{ customerId: id }}
          search={({ utility }) => ({ utility })}
        >
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    {
      id: 'account',
      header: header('account'),
      sortable: true,
      cell: ({ accountNumber }) => <bdi className="saldo-code">{accountNumber}</bdi>,
    },
    {
      id: 'phone',
      header: header('phone'),
      cell: ({ phone }) => (
        <bdi dir="ltr" className="saldo-figure">
          {phone}
        </bdi>
      ),
    },
    {
      id: 'meters',
      header: header('meters'),
      cell: ({ serialNumbers }) => (
        <span className={css.numbers}>
          {serialNumbers.map((digits) => (
            <MeterNumber key={digits} digits={digits} />
          ))}
        </span>
      ),
    },
    { id: 'address', header: header('address'), cell: ({ address }) => <bdi>{address}</bdi> },
    { id: 'class', header: header('class'), cell: (row) => <bdi>{row.class}</bdi> },
    {
      id: 'email',
      header: header('email'),
      optional: true,
      cell: ({ email }) => <bdi dir="ltr">{email}</bdi>,
    },
  ]
}
