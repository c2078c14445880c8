import type { RowData } from '@tanstack/react-table'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnChooser } from './ColumnChooser.tsx'
import { columnsText, type GridColumn, type GridPage, shownColumns } from './columns.ts'
import './data-grid.css'
import { GridFooter } from './GridFooter.tsx'
import { GridTable } from './GridTable.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { type GridSelection, nothingSelected } from './selection.ts'
import { firstPage, type GridState, sortAfterPress } from './state.ts'
import { GridEmpty, GridWaiting, useOnline } from './states.tsx'

export interface DataGridProps<Row extends RowData> {
  /** What the list is of: the name of the table. */
  label: string
  columns: readonly GridColumn<Row>[]
  /** The first column's cell holds the link to the detail: it is what the keyboard moves along. */
  rowKey: (row: Row) => string
  /** What a row is called, for whoever cannot see it: "meter 0123 4567 897". */
  rowLabel: (row: Row) => string
  /** The page; undefined until it has come once. Keep the old one while another is on its way. */
  page: GridPage<Row> | undefined
  /** Another page than the one shown is on its way. */
  loading?: boolean
  /** In the place of the rows: what went wrong, or which right is missing. */
  failure?: ReactNode
  /** When the page came (milliseconds since 1970): said while there is no network. */
  asOf?: number
  /** Why there is nothing, and the next step. */
  empty: { title: string; next?: ReactNode }
  state: GridState
  onState: (state: GridState) => void
  /** The filter as text: what was chosen under one filter is not chosen under another. */
  filterKey?: string
  /** The search field and the filter chips. */
  filters?: ReactNode
  /** Saved views, export and the main act, at the end of the bar. */
  actions?: ReactNode
  /** What can be done with chosen rows; absent: rows cannot be chosen. */
  bulk?: (selection: GridSelection, clear: () => void) => ReactNode
  /** The items of a row's menu (`<Menu.Item>`); absent: rows have none. */
  rowMenu?: (row: Row) => ReactNode
}

/**
 * A list that the server pages, orders and filters. It scrolls inside itself under a heading that stays;
 * its order, page and columns stand in the address.
 */
export function DataGrid<Row extends RowData>(props: DataGridProps<Row>) {
  const { label, columns, page, state, onState, failure, bulk } = props
  const shown = shownColumns(columns, state.columns)
  const [selection, select] = useSelection(props.filterKey ?? '')
  const choose = (ids: string[]) => onState({ ...state, columns: columnsText(columns, ids) })
  return (
    <section className="saldo-panel saldo-grid" aria-label={label}>
      <div className="saldo-grid-bar">
        <div className="saldo-grid-filters">{props.filters}</div>
        <div className="saldo-grid-actions">
          {props.actions}
          <ColumnChooser columns={columns} shown={shown} onChoose={choose} />
        </div>
      </div>
      {bulk && (
        <SelectionBar selection={selection} onSelect={select} page={page} rowKey={props.rowKey}>
          {bulk(selection, () => select(nothingSelected))}
        </SelectionBar>
      )}
      <Age asOf={props.asOf} />
      {failure && !page ? (
        <div className="saldo-grid-state">{failure}</div>
      ) : (
        <Rows {...props} shown={shown} selection={selection} select={select} />
      )}
      {failure && page && <div className="saldo-grid-state">{failure}</div>}
      {page && <GridFooter page={page} state={state} onState={onState} />}
    </section>
  )
}

type RowsProps<Row extends RowData> = DataGridProps<Row> & {
  shown: readonly string[]
  selection: GridSelection
  select: (selection: GridSelection) => void
}

function Rows<Row extends RowData>(props: RowsProps<Row>) {
  const { page, state, onState, empty } = props
  if (!page) return <GridWaiting rows={state.size ?? 25} />
  if (page.data.length === 0) return <GridEmpty {...empty} />
  return (
    <GridTable
      {...props}
      page={page}
      onSort={(column) =>
        onState(firstPage({ ...state, sort: sortAfterPress(state.sort, column) }))
      }
    />
  )
}

/** Without a network the rows are as old as they are, and say so. */
function Age({ asOf }: { asOf: number | undefined }) {
  const { t, i18n } = useTranslation('ui')
  const online = useOnline()
  if (online || !asOf) return null
  const time = new Date(asOf).toLocaleString(i18n.language, { numberingSystem: 'latn' })
  return <p className="saldo-grid-age">{t('grid.asOf', { time })}</p>
}

/** The choice, forgotten when the filter changes. */
function useSelection(filterKey: string) {
  const [held, hold] = useState({ filterKey, selection: nothingSelected })
  const selection = held.filterKey === filterKey ? held.selection : nothingSelected
  return [selection, (next: GridSelection) => hold({ filterKey, selection: next })] as const
}
