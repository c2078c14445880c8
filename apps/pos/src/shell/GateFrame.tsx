import { Logo } from '@saldo/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** The frame of what stands before the PIN. */
export function GateFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <main className="pos-gate">
      <div className="saldo-panel pos-gate-panel">
        <p className="pos-gate-brand">
          <Logo size={32} label={t('ui:brand.name')} />
          <span aria-hidden>{t('ui:brand.name')}</span>
        </p>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
