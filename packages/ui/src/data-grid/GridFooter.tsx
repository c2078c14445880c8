import { ActionIcon } from '@mantine/core'
import {
  type Icon,
  IconChevronLeft,
  IconChevronLeftPipe,
  IconChevronRight,
  IconChevronRightPipe,
} from '@tabler/icons-react'
import type { RowData } from '@tanstack/react-table'
import { useTranslation } from 'react-i18next'
import type { GridPage } from './columns.ts'
import { figure } from './figure.ts'
import { END, firstPage, type GridState, pageSizes } from './state.ts'

type GridFooterProps<Row extends RowData> = {
  page: GridPage<Row>
  state: GridState
  onState: (state: GridState) => void
}

/** How many match, how many a page shows, and the way to other pages. */
export function GridFooter<Row extends RowData>({ page, state, onState }: GridFooterProps<Row>) {
  const { t, i18n } = useTranslation('ui')
  const { value, exact } = page.count
  const total = figure(value, i18n.language)
  const start = firstPage(state)
  const { next, previous } = page
  return (
    <footer className="saldo-grid-footer">
      <span role="status">
        {exact ? t('grid.count', { count: value, total }) : t('grid.moreThan', { total })}
      </span>
      <label className="saldo-grid-size">
        {t('grid.size')}
        <select
          value={state.size ?? 25}
          onChange={(event) => {
            const size = pageSizes.find((known) => String(known) === event.target.value)
            onState({ ...start, size: size === 25 ? undefined : size })
          }}
        >
          {pageSizes.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <nav aria-label={t('grid.pages')} className="saldo-grid-pages">
        <Turn
          icon={IconChevronLeftPipe}
          label={t('grid.first')}
          {...(previous !== null && { onTurn: () => onState(start) })}
        />
        <Turn
          icon={IconChevronLeft}
          label={t('grid.previous')}
          {...(previous !== null && { onTurn: () => onState({ ...start, before: previous }) })}
        />
        <Turn
          icon={IconChevronRight}
          label={t('grid.next')}
          {...(next !== null && { onTurn: () => onState({ ...start, after: next }) })}
        />
        <Turn
          icon={IconChevronRightPipe}
          label={t('grid.last')}
          {...(next !== null && { onTurn: () => onState({ ...start, before: END }) })}
        />
      </nav>
    </footer>
  )
}

/** Where there is no such page the button stays, so that the keyboard does not lose its place. */
function Turn(props: { icon: Icon; label: string; onTurn?: () => void }) {
  const { icon: TurnIcon, label, onTurn } = props
  return (
    <ActionIcon
      variant="default"
      className="saldo-grid-control"
      aria-label={label}
      title={label}
      aria-disabled={!onTurn}
      onClick={onTurn}
    >
      <TurnIcon size={18} stroke={1.75} aria-hidden data-flip />
    </ActionIcon>
  )
}
