import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDotsVertical } from '@tabler/icons-react'
import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ScrollRegion } from '../panel/ScrollRegion.tsx'
import type { GridPage } from './columns.ts'
import { onGridKey } from './keys.ts'
import type { DataGridProps } from './props.ts'
import { type GridSelection, isSelected, pageToggled, toggled } from './selection.ts'

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature })

type GridTableProps<Row extends RowData> = Pick<
  DataGridProps<Row>,
  'label' | 'columns' | 'rowKey' | 'rowLabel' | 'loading' | 'state' | 'bulk' | 'rowMenu'
> & {
  page: GridPage<Row>
  shown: readonly string[]
  selection: GridSelection
  select: (selection: GridSelection) => void
  onSort: (column: string) => void
}

export function GridTable<Row extends RowData>(props: GridTableProps<Row>) {
  const { label, rowKey, page, loading, selection, select, bulk, rowMenu } = props
  const { t } = useTranslation('ui')
  const table = useColumns(props)
  const keys = page.data.map(rowKey)
  const choose = (row: number) => {
    const key = keys[row]
    if (bulk && key !== undefined) select(toggled(selection, key, keys))
  }
  return (
    <ScrollRegion
      label={t('grid.rows', { list: label })}
      aria-busy={loading ?? false}
      className="saldo-grid-scroll"
      onKeyDown={(event) => onGridKey(event, choose)}
    >
      <table className="saldo-grid-table">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {bulk && (
                <th scope="col" className="saldo-grid-choose">
                  <Choose
                    label={t('grid.choosePage')}
                    checked={keys.every((key) => isSelected(selection, key))}
                    onChange={() => select(pageToggled(selection, keys))}
                  />
                </th>
              )}
              {group.headers.map(({ id }) => (
                <Heading key={id} {...props} id={id} />
              ))}
              {rowMenu && (
                <th scope="col">
                  <span className="saldo-hidden">{t('grid.acts')}</span>
                </th>
              )}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row, place) => (
            <tr key={row.id} data-row={place} data-chosen={isSelected(selection, row.id)}>
              {bulk && (
                <td className="saldo-grid-choose">
                  <Choose
                    label={t('grid.choose', { row: props.rowLabel(row.original) })}
                    checked={isSelected(selection, row.id)}
                    onChange={() => choose(place)}
                  />
                </td>
              )}
              {row.getVisibleCells().map((cell, first) => {
                const Cell = first === 0 ? 'th' : 'td'
                const column = props.columns.find(({ id }) => id === cell.column.id)
                return (
                  <Cell
                    key={cell.id}
                    {...(first === 0 && { scope: 'row' })}
                    data-align={column?.align ?? 'start'}
                  >
                    {column?.cell(row.original)}
                  </Cell>
                )
              })}
              {rowMenu && (
                <td className="saldo-grid-menu">
                  <RowMenu label={t('grid.menu', { row: props.rowLabel(row.original) })}>
                    {rowMenu(row.original)}
                  </RowMenu>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** Which columns show and in which order: the server has sorted and paged the rows already. */
function useColumns<Row extends RowData>({
  columns,
  rowKey,
  page,
  shown,
  state,
}: GridTableProps<Row>) {
  const definitions = useMemo(
    () => columns.map(({ id, header }): ColumnDef<typeof features, Row> => ({ id, header })),
    [columns],
  )
  const { sort } = state
  return useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: page.data as Row[],
    getRowId: rowKey,
    manualSorting: true,
    state: {
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, shown.includes(id)])),
      sorting: sort ? [{ id: sort.replace('-', ''), desc: sort.startsWith('-') }] : [],
    },
  })
}

function Heading<Row extends RowData>({
  id,
  columns,
  state,
  onSort,
}: GridTableProps<Row> & { id: string }) {
  const { t } = useTranslation('ui')
  const column = columns.find((one) => one.id === id)
  if (!column) return null
  const { header, sortable, align = 'start' } = column
  if (!sortable)
    return (
      <th scope="col" data-align={align}>
        {header}
      </th>
    )
  const order = { [id]: 'ascending', [`-${id}`]: 'descending' } as const
  const sorted = order[state.sort ?? ''] ?? 'none'
  const Arrow = sorted === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <th scope="col" data-align={align} aria-sort={sorted}>
      <button type="button" title={t('grid.sort', { column: header })} onClick={() => onSort(id)}>
        {header}
        <Arrow size={14} stroke={2} aria-hidden data-sorted={sorted !== 'none'} />
      </button>
    </th>
  )
}

type ChooseProps = { label: string; checked: boolean; onChange: () => void }

function Choose({ label, checked, onChange }: ChooseProps) {
  return (
    <label>
      <input type="checkbox" aria-label={label} checked={checked} onChange={onChange} />
    </label>
  )
}

function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" shadow="none" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" aria-label={label}>
          <IconDotsVertical size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="saldo-grid-dropdown">{children}</Menu.Dropdown>
    </Menu>
  )
}
