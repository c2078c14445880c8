import type { RowData } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { GridPage } from './columns.ts'
import { figure } from './figure.ts'
import { type GridSelection, isSelected, nothingSelected } from './selection.ts'

type SelectionBarProps<Row extends RowData> = {
  selection: GridSelection
  onSelect: (selection: GridSelection) => void
  page: GridPage<Row> | undefined
  rowKey: (row: Row) => string
  /** What can be done with the chosen rows. */
  children: ReactNode
}

/** How many are chosen, the offer to choose all that match, and what can be done with them. */
export function SelectionBar<Row extends RowData>(props: SelectionBarProps<Row>) {
  const { selection, onSelect, page, rowKey, children } = props
  const { t, i18n } = useTranslation('ui')
  const chosen = selection.kind === 'all' || selection.keys.length > 0
  const count = page?.count ?? { value: 0, exact: true }
  const wholePage =
    page !== undefined &&
    page.data.length > 0 &&
    page.data.every((row) => isSelected(selection, rowKey(row)))
  const more = count.value > (page?.data.length ?? 0)
  const total = figure(count.value, i18n.language)
  return (
    <div role="status">
      {chosen && (
        <div className="saldo-grid-selection">
          <span>
            {selection.kind === 'all'
              ? t(count.exact ? 'grid.allChosen' : 'grid.allChosenMore', { total })
              : t('grid.chosen', {
                  count: selection.keys.length,
                  total: figure(selection.keys.length, i18n.language),
                })}
          </span>
          {selection.kind === 'rows' && wholePage && more && (
            <button type="button" className="saldo-link" onClick={() => onSelect({ kind: 'all' })}>
              {t(count.exact ? 'grid.chooseAll' : 'grid.chooseAllMore', { total })}
            </button>
          )}
          <button type="button" className="saldo-link" onClick={() => onSelect(nothingSelected)}>
            {t('grid.chooseNone')}
          </button>
          <span className="saldo-grid-bulk">{children}</span>
        </div>
      )}
    </div>
  )
}
