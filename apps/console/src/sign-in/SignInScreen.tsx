import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queries } from '../queries.ts'
import { takeArrival } from './arrival.ts'
import { Card } from './Card.tsx'
import { EnrolmentStep } from './EnrolmentStep.tsx'
import type { NextStep } from './entering.ts'
import { FactorStep } from './FactorStep.tsx'
import { ArrivalStep, OrganisationStep } from './OrganisationStep.tsx'
import { PasswordStep } from './PasswordStep.tsx'
import { setPendingToken } from './pending.ts'
import css from './sign-in.module.css'

const route = getRouteApi('/sign-in')

/** The way into the console: password, passkey or one's organisation, then the second factor, or its set-up where one is asked for. */
export function SignInScreen() {
  const { t } = useTranslation()
  const { ended, chosen } = route.useSearch()
  const [step, setStep] = useState<NextStep>()
  const [arrival, setArrival] = useState(takeArrival)
  /** The address typed so far of somebody who signs in by way of their organisation. */
  const [organisation, setOrganisation] = useState<string>()
  const begin = () => {
    setPendingToken(undefined)
    setArrival(undefined)
    setOrganisation(undefined)
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
  if (arrival) return <ArrivalStep arrival={arrival} onNext={goOn} onAgain={begin} />
  if (organisation !== undefined) return <OrganisationStep email={organisation} onAgain={begin} />
  return (
    <Card title={t('signIn.title')}>
      {ended && <p className={css.ended}>{t('signIn.ended')}</p>}
      {chosen && (
        <p role="status" className={css.ended}>
          {t('signIn.chosen')}
        </p>
      )}
      <PasswordStep onNext={goOn} onOrganisation={setOrganisation} />
    </Card>
  )
}
