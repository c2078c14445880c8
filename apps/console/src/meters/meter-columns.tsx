import { CommodityTag, MeterNumber } from '@saldo/ui'
import type { GridColumn } from '@saldo/ui/data-grid'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MeterStatus } from './MeterStatus.tsx'
import type { MeterRow } from './queries.ts'

export function useMeterColumns(): GridColumn<MeterRow>[] {
  const { t } = useTranslation()
  const header = (id: string) => t(`meters.column.${id}`)
  return [
    {
      id: 'number',
      header: header('number'),
      sortable: true,
      cell: ({ serialNumber }) => <MeterLink serialNumber={serialNumber} />,
    },
    {
      id: 'status',
      header: header('status'),
      cell: ({ status }) => <MeterStatus status={status} />,
    },
    {
      id: 'commodity',
      header: header('commodity'),
      cell: ({ commodity }) => <CommodityTag commodity={commodity} />,
    },
    {
      id: 'customer',
      header: header('customer'),
      cell: ({ customer }) => customer && <bdi>{customer.name}</bdi>,
    },
    {
      id: 'account',
      header: header('account'),
      optional: true,
      cell: ({ customer }) => customer && <bdi dir="ltr">{customer.accountNumber}</bdi>,
    },
    { id: 'address', header: header('address'), cell: ({ address }) => <bdi>{address}</bdi> },
    { id: 'model', header: header('model'), cell: ({ model }) => <bdi>{model}</bdi> },
    {
      id: 'group',
      header: header('group'),
      cell: ({ supplyGroup }) => <bdi className="saldo-code">{supplyGroup}</bdi>,
    },
    {
      id: 'revision',
      header: header('revision'),
      align: 'end',
      cell: ({ keyRevision }) => keyRevision,
    },
    {
      id: 'index',
      header: header('index'),
      align: 'end',
      optional: true,
      cell: ({ tariffIndex }) => tariffIndex,
    },
    {
      id: 'reason',
      header: header('reason'),
      optional: true,
      cell: ({ blockReason }) => <bdi>{blockReason}</bdi>,
    },
  ]
}

/** A meter's number that leads to its page. */
export function MeterLink({ serialNumber }: { serialNumber: string }) {
  return (
    <Link
      to="/meters/$serialNumber"
      params={{ serialNumber }}
      search={({ utility }) => ({ utility })}
    >
      <MeterNumber digits={serialNumber} />
    </Link>
  )
}
