import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './Header.module.css'
import { applyTheme, storedTheme, type Theme } from './theme.ts'

export function Header() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState(storedTheme)
  const change = (chosen: Theme) => {
    setTheme(chosen)
    applyTheme(chosen)
  }
  return (
    <header className={css.header}>
      <Mark />
      <span className={css.name}>Saldo</span>
      <span className={css.badge}>{t('app.model')}</span>
      <label className={css.theme}>
        <span>{t('app.theme')}</span>
        <select value={theme} onChange={(event) => change(event.target.value as Theme)}>
          <option value="device">{t('app.themeDevice')}</option>
          <option value="light">{t('app.themeLight')}</option>
          <option value="dark">{t('app.themeDark')}</option>
        </select>
      </label>
    </header>
  )
}

/** The mark: four bars and a spark, for the five groups of a token. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--brand-600)" />
      <g fill="var(--on-brand)">
        <rect x="5" y="17" width="3" height="9" rx="1.5" />
        <rect x="9.75" y="13" width="3" height="13" rx="1.5" />
        <rect x="14.5" y="15" width="3" height="11" rx="1.5" />
        <rect x="19.25" y="10" width="3" height="16" rx="1.5" />
      </g>
      <path d="M27.6 4.5 23.4 14h2.5l-1.5 8 4.6-10.5h-2.6z" fill="var(--accent)" />
    </svg>
  )
}
