import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { GridColumn, GridPage } from './columns.ts'
import type { GridSelection } from './selection.ts'
import type { GridState } from './state.ts'

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
