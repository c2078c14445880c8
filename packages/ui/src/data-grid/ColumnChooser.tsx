import { ActionIcon, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { RowData } from '@tanstack/react-table'
import { useTranslation } from 'react-i18next'
import type { GridColumn } from './columns.ts'

type ColumnChooserProps<Row extends RowData> = {
  columns: readonly GridColumn<Row>[]
  shown: readonly string[]
  onChoose: (ids: string[]) => void
}

/** Which columns to show; the first, the link to the detail, always is. */
export function ColumnChooser<Row extends RowData>({
  columns,
  shown,
  onChoose,
}: ColumnChooserProps<Row>) {
  const { t } = useTranslation('ui')
  const first = columns[0]?.id
  return (
    <Menu
      position="bottom-end"
      shadow="none"
      closeOnItemClick={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <ActionIcon
          variant="default"
          className="saldo-grid-control"
          aria-label={t('grid.columns')}
          title={t('grid.columns')}
        >
          <IconColumns3 size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="saldo-grid-dropdown">
        <Menu.Label>{t('grid.columns')}</Menu.Label>
        {columns
          .filter(({ id }) => id !== first)
          .map(({ id, header }) => (
            <Menu.CheckboxItem
              key={id}
              checked={shown.includes(id)}
              onChange={(wanted) =>
                onChoose(wanted ? [...shown, id] : shown.filter((other) => other !== id))
              }
            >
              {header}
            </Menu.CheckboxItem>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
