import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'

export interface GridColumn<Row extends RowData> {
  /** Letters only: it stands in the address, and is the name of the order. */
  id: string
  /** The heading in the reader's language, with its unit or currency. */
  header: string
  cell: (row: Row) => ReactNode
  /** The server can order the list by it. */
  sortable?: boolean
  /** `end` for figures. */
  align?: 'start' | 'end'
  /** Not shown until it is chosen. */
  optional?: boolean
}

/** A page of a list as the server gives it. */
export interface GridPage<Row extends RowData> {
  data: readonly Row[]
  /** Marks of the pages around; null where the list ends. */
  next: string | null
  previous: string | null
  /** How many match. Not exact: there are more than this, and counting on would take too long. */
  count: { value: number; exact: boolean }
}

/** The ids of the columns that are shown, in the order of the list. The first, the link, always is. */
export function shownColumns<Row extends RowData>(
  columns: readonly GridColumn<Row>[],
  chosen: string | undefined,
): string[] {
  const wanted = chosen?.split(',')
  return columns
    .filter(({ id, optional }, place) => place === 0 || (wanted ? wanted.includes(id) : !optional))
    .map(({ id }) => id)
}

/** How the choice stands in the address; absent when it is what shows by default. */
export function columnsText<Row extends RowData>(
  columns: readonly GridColumn<Row>[],
  shown: readonly string[],
): string | undefined {
  const text = columns
    .map(({ id }) => id)
    .filter((id) => shown.includes(id))
    .join(',')
  return text === shownColumns(columns, undefined).join(',') ? undefined : text
}
