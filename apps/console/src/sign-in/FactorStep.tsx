import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { Card, Notice } from './Card.tsx'
import { type NextStep, useCountdown, useEntered } from './entering.ts'
import { PasskeyButton } from './PasswordStep.tsx'
import css from './sign-in.module.css'

/** The second factor: a passkey, a code of the authenticator app, or one of the recovery codes. */
export function FactorStep({ step, onAgain }: { step: NextStep; onAgain: () => void }) {
  const { t } = useTranslation()
  const { authenticator, passkey, recovery } = step.factors
  const [lost, setLost] = useState(false)
  const entered = useEntered()
  const kind = lost ? 'recovery' : authenticator ? 'authenticator' : undefined
  return (
    <Card title={t(lost ? 'signIn.recoveryTitle' : 'signIn.factorTitle')}>
      <p className={css.note}>
        {t(lost ? 'signIn.recoveryHelp' : authenticator ? 'signIn.codeHelp' : 'signIn.passkeyHelp')}
      </p>
      {!lost && passkey && <PasskeyButton second onEntered={entered} />}
      {kind && <CodeForm key={kind} kind={kind} onAgain={onAgain} />}
      <div className={css.links}>
        {recovery && (
          <button type="button" className="saldo-link" onClick={() => setLost(!lost)}>
            {t(lost ? 'signIn.notLost' : 'signIn.lost')}
          </button>
        )}
        <button type="button" className="saldo-link" onClick={onAgain}>
          {t('signIn.again')}
        </button>
      </div>
    </Card>
  )
}

function CodeForm({ kind, onAgain }: { kind: 'authenticator' | 'recovery'; onAgain: () => void }) {
  const { t } = useTranslation()
  const entered = useEntered()
  const [code, setCode] = useState('')
  const enter = api.useMutation('post', '/api/console/sessions/code', { onSuccess: entered })
  const wait = useCountdown(enter.error?.retryAfter, enter.submittedAt)
  const over = enter.error?.code === 'session.required'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate({ body: { kind, code: code.trim() } })
  }
  if (over) {
    return (
      <div className={css.form}>
        <Notice title={t('problem.session.required.title')} />
        <Button onClick={onAgain}>{t('signIn.again')}</Button>
      </div>
    )
  }
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <Refused problem={enter.error} wait={wait} />
      <TextInput
        label={t(kind === 'recovery' ? 'signIn.recoveryCode' : 'signIn.code')}
        inputMode={kind === 'recovery' ? 'text' : 'numeric'}
        autoComplete={kind === 'recovery' ? 'off' : 'one-time-code'}
        autoFocus
        maxLength={kind === 'recovery' ? 40 : 6}
        value={code}
        onChange={({ currentTarget }) => setCode(currentTarget.value)}
      />
      <Button type="submit" loading={enter.isPending} disabled={wait > 0 || code.trim().length < 6}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}

function Refused({ problem, wait }: { problem: Problem | null; wait: number }) {
  const { t } = useTranslation()
  if (!problem) return null
  if (problem.code === 'session.locked')
    return (
      <Notice
        title={t('signIn.locked')}
        text={wait > 0 ? t('signIn.lockedNext', { count: wait }) : ''}
      />
    )
  if (problem.code === 'factor.code_wrong')
    return (
      <Notice
        title={t('problem.factor.code_wrong.title')}
        text={t('problem.factor.code_wrong.next')}
      />
    )
  return <Failure problem={problem} compact />
}
