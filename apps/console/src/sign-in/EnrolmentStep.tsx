import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AuthenticatorSetUp, type FactorAdded } from '../account/AuthenticatorSetUp.tsx'
import { PasskeySetUp } from '../account/PasskeySetUp.tsx'
import { passkeysWork } from '../account/passkey.ts'
import { RecoveryCodes } from '../account/RecoveryCodes.tsx'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { Card } from './Card.tsx'
import { useEntered } from './entering.ts'
import { setPendingToken } from './pending.ts'
import css from './sign-in.module.css'

/** Sets up the second factor that the organisation asks for, before anything else is shown. */
export function EnrolmentStep({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation()
  const entered = useEntered()
  const [way, setWay] = useState<'authenticator' | 'passkey'>()
  const [codes, setCodes] = useState<readonly string[]>()
  const enter = useDeed({
    send: () => api.client.GET('/api/console/session'),
    onDone: ({ answer }) => answer && entered(answer),
  })
  const added = ({ recoveryCodes, csrfToken }: FactorAdded) => {
    setPendingToken(csrfToken)
    if (recoveryCodes) setCodes(recoveryCodes)
    else enter.mutate(undefined)
  }
  if (codes) {
    return (
      <Card title={t('account.codes.title')}>
        <div className={css.note}>
          {enter.error && <Failure problem={enter.error} compact />}
          <RecoveryCodes codes={codes} onDone={() => enter.mutate(undefined)} />
        </div>
      </Card>
    )
  }
  return (
    <Card title={t('signIn.enrolTitle')}>
      {way === 'authenticator' && (
        <div className={css.note}>
          <AuthenticatorSetUp onAdded={added} onCancel={() => setWay(undefined)} />
        </div>
      )}
      {way === 'passkey' && (
        <div className={css.note}>
          <PasskeySetUp onAdded={added} onCancel={() => setWay(undefined)} />
        </div>
      )}
      {way === undefined && (
        <>
          <p className={css.note}>{t('signIn.enrolWhy')}</p>
          <div className={css.form}>
            {passkeysWork() && (
              <Button onClick={() => setWay('passkey')}>{t('account.passkeys.add')}</Button>
            )}
            <Button variant="default" onClick={() => setWay('authenticator')}>
              {t('account.app.add')}
            </Button>
          </div>
          <div className={css.links}>
            <button type="button" className="saldo-link" onClick={onAgain}>
              {t('signIn.again')}
            </button>
          </div>
        </>
      )}
    </Card>
  )
}
