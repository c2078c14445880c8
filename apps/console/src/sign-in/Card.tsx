import { Logo } from '@saldo/ui'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import css from './sign-in.module.css'

/** The frame of everything before the sign-in: name, heading, and what the step needs. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: title })
  }, [t, title])
  return (
    <main className={css.page}>
      <div className={css.card}>
        <div className={css.brand}>
          <span aria-hidden className={css.mark}>
            <Logo size={34} />
          </span>
          <div>
            <p className={css.name}>{t('brand.name', { ns: 'ui' })}</p>
            <p className={css.lead}>{t('signIn.lead')}</p>
          </div>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}

/** What was refused, and what to do. */
export function Notice({ title, text }: { title: string; text?: string }) {
  return (
    <div className={css.refused}>
      <p role="alert" className={css.refusedTitle}>
        {title}
      </p>
      {text && <p>{text}</p>}
    </div>
  )
}
