import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import css from './menus.module.css'
import { useSession, useUtility } from './session.ts'

/** Which utility the screens speak of. A person of one utility only reads its name. */
export function UtilitySwitch() {
  const { t } = useTranslation()
  const { utilities } = useSession()
  const utility = useUtility()
  const navigate = useNavigate()
  if (!utility) return null
  if (utilities.length === 1) return <p className={css.only}>{utility.name}</p>
  const choose = (id: string) =>
    navigate({ to: '.', search: (search) => ({ ...search, utility: id }) })
  return (
    <Menu position="bottom-start" width="target" shadow="none" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          className={css.utility}
          variant="default"
          fullWidth
          justify="space-between"
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          aria-label={t('shell.utilityIs', { name: utility.name })}
        >
          {utility.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.dropdown}>
        <Menu.Label>{t('shell.utility')}</Menu.Label>
        <Menu.RadioGroup value={utility.id} onChange={choose}>
          {utilities.map(({ id, name }) => (
            <Menu.RadioItem key={id} value={id} closeMenuOnClick>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
