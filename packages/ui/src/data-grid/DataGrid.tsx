import type { RowData } from '@tanstack/react-table'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnChooser } from './ColumnChooser.tsx'
import { columnsText, shownColumns } from './columns.ts'
import './data-grid.css'
import { GridFooter } from './GridFooter.tsx'
import { GridTable } from './GridTable.tsx'
import type { DataGridProps } from './props.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { type GridSelection, nothingSelected } from './selection.ts'
import { firstPage, sortAfterPress } from './state.ts'
import { GridEmpty, GridWaiting, useOnline } from './states.tsx'

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
