import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queries } from '../queries.ts'
import { Card } from './Card.tsx'
import { EnrolmentStep } from './EnrolmentStep.tsx'
import type { NextStep } from './entering.ts'
import { FactorStep } from './FactorStep.tsx'
import { PasswordStep } from './PasswordStep.tsx'
import { setPendingToken } from './pending.ts'
import css from './sign-in.module.css'

const route = getRouteApi('/sign-in')

/** The way into the console: password or passkey, then the second factor, or its set-up where one is asked for. */
export function SignInScreen() {
  const { t } = useTranslation()
  const { ended, chosen } = route.useSearch()
  const [step, setStep] = useState<NextStep>()
  const begin = () => {
    setPendingToken(undefined)
    setStep(undefined)
  }
  const goOn = (next: NextStep) => {
    // The session of before, if there was one, is over: its token must not be sent along.
    queries.clear()
    setPendingToken(next.csrfToken)
    setStep(next)
  }
  if (step?.next === 'factor') return <FactorStep step={step} onAgain={begin} />
  if (step?.next === 'enrolment') return <EnrolmentStep onAgain={begin} />
  return (
    <Card title={t('signIn.title')}>
      {ended && <p className={css.ended}>{t('signIn.ended')}</p>}
      {chosen && (
        <p role="status" className={css.ended}>
          {t('signIn.chosen')}
        </p>
      )}
      <PasswordStep onNext={goOn} />
    </Card>
  )
}
