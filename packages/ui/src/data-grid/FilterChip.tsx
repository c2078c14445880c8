import { Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

type FilterChipProps = {
  /** What is filtered: "Status". */
  label: string
  options: readonly { value: string; label: string }[]
  /** Undefined: all. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const ALL = ''

/** One filter of a list: says what it is set to, and offers the rest. */
export function FilterChip({ label, options, value, onChange }: FilterChipProps) {
  const { t } = useTranslation('ui')
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu position="bottom-start" shadow="none" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="saldo-chip" data-set={chosen !== undefined}>
          {label}: {chosen?.label ?? t('grid.all')}
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="saldo-grid-dropdown">
        <Menu.RadioGroup
          value={value ?? ALL}
          onChange={(next) => onChange(next === ALL ? undefined : next)}
        >
          <Menu.RadioItem value={ALL} closeMenuOnClick>
            {t('grid.all')}
          </Menu.RadioItem>
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} closeMenuOnClick>
              {option.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
