import { Button, Menu } from '@mantine/core'
import {
  type Language,
  languages,
  offeredLanguages,
  type ThemeChoice,
  useThemeChoice,
} from '@saldo/ui'
import { IconChevronDown, IconLogout, IconUser } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { queries } from '../queries.ts'
import { applyDensity, type Density, storedDensity } from './density.ts'
import css from './menus.module.css'
import { keepPreference } from './preference.ts'
import { useSession } from './session.ts'

export function UserMenu() {
  const { t } = useTranslation()
  const { person } = useSession()
  const leave = useSignOut()
  return (
    <Menu
      position="bottom-end"
      width={240}
      shadow="none"
      withInitialFocusPlaceholder={false}
      closeOnItemClick={false}
    >
      <Menu.Target>
        <Button
          variant="subtle"
          className={css.user}
          leftSection={<IconUser size={18} stroke={1.75} aria-hidden />}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          aria-label={t('shell.user', { name: person.name })}
        >
          {person.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.dropdown}>
        <Menu.Label className={css.email}>{person.email}</Menu.Label>
        <ThemeItems />
        <DensityItems />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/account"
          closeMenuOnClick
          leftSection={<IconUser size={18} stroke={1.75} aria-hidden />}
        >
          {t('account.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />}
          disabled={leave.isPending}
          onClick={() => leave.mutate({})}
        >
          {t('shell.signOut')}
        </Menu.Item>
        {leave.error && <Failure problem={leave.error} compact />}
      </Menu.Dropdown>
    </Menu>
  )
}

function ThemeItems() {
  const { t } = useTranslation()
  const [theme, choose] = useThemeChoice()
  return (
    <>
      <Menu.Label>{t('shell.theme')}</Menu.Label>
      <Menu.RadioGroup
        value={theme}
        onChange={(value) => {
          choose(value as ThemeChoice)
          keepPreference({ theme: value as ThemeChoice, density: storedDensity() })
        }}
      >
        <Menu.RadioItem value="light">{t('shell.themeLight')}</Menu.RadioItem>
        <Menu.RadioItem value="dark">{t('shell.themeDark')}</Menu.RadioItem>
        <Menu.RadioItem value="device">{t('shell.themeDevice')}</Menu.RadioItem>
      </Menu.RadioGroup>
    </>
  )
}

function DensityItems() {
  const { t } = useTranslation()
  const [theme] = useThemeChoice()
  const [density, setDensity] = useState(storedDensity)
  const choose = (value: string) => {
    setDensity(value as Density)
    applyDensity(value as Density)
    keepPreference({ theme, density: value as Density })
  }
  return (
    <>
      <Menu.Label>{t('shell.density')}</Menu.Label>
      <Menu.RadioGroup value={density} onChange={choose}>
        <Menu.RadioItem value="compact">{t('shell.densityCompact')}</Menu.RadioItem>
        <Menu.RadioItem value="comfortable">{t('shell.densityComfortable')}</Menu.RadioItem>
      </Menu.RadioGroup>
    </>
  )
}

/** Only the languages that have words. */
function LanguageItems() {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Menu.Label>{t('shell.language')}</Menu.Label>
      <Menu.RadioGroup
        value={i18n.language}
        onChange={(language) => void i18n.changeLanguage(language)}
      >
        {offeredLanguages(i18n).map((language: Language) => (
          <Menu.RadioItem key={language} value={language} lang={language}>
            {languages[language].name}
            {languages[language].unreviewed && (
              <small className={css.unreviewed} lang={i18n.language}>
                {t('shell.unreviewed')}
              </small>
            )}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}

function useSignOut() {
  const navigate = useNavigate()
  return api.useMutation('delete', '/api/console/session', {
    onSuccess: async () => {
      await navigate({ to: '/sign-in' })
      queries.clear()
    },
  })
}
