import { Status } from '@saldo/ui'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import css from './imports.module.css'

const steps = ['upload', 'match', 'check', 'import'] as const
export type Step = (typeof steps)[number]

/** How far an import is. `at` undefined: all of it is behind. */
export function Steps({ at }: { at: Step | undefined }) {
  const { t } = useTranslation()
  const present = at === undefined ? steps.length : steps.indexOf(at)
  return (
    <ol className={css.steps} aria-label={t('imports.steps.label')}>
      {steps.map((step, n) => (
        <li
          key={step}
          data-state={n < present ? 'done' : n === present ? 'now' : 'later'}
          {...(n === present && { 'aria-current': 'step' as const })}
        >
          <Status tone={n < present ? 'ok' : n === present ? 'info' : 'off'}>
            {n < present ? (
              <>
                <IconCheck size={14} aria-hidden />
                <span className="saldo-hidden">{t('imports.steps.done')}</span>
              </>
            ) : (
              n + 1
            )}
          </Status>
          {t(`imports.steps.${step}`)}
        </li>
      ))}
    </ol>
  )
}
