import { Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { AccountSessions } from './AccountSessions.tsx'
import css from './account.module.css'
import { Factors } from './Factors.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { ownAccount } from './queries.ts'

/** The own access: name and language, password, second factors, and where one is signed in. */
export function AccountScreen() {
  const { t } = useTranslation()
  const account = useQuery(ownAccount)
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('account.title') })
  }, [t])
  return (
    <>
      <h1 className={css.title}>{t('account.title')}</h1>
      {account.data ? (
        <div className={css.screen}>
          <Panel title={t('account.profile.title')}>
            <div className={css.body}>
              <ProfileForm account={account.data} />
            </div>
          </Panel>
          <Panel title={t('account.factors.title')}>
            <Factors account={account.data} />
          </Panel>
          <Panel title={t('account.password.title')}>
            <div className={css.body}>
              <PasswordForm account={account.data} />
            </div>
          </Panel>
          <Panel title={t('account.sessions.title')}>
            <AccountSessions sessions={account.data.sessions} />
          </Panel>
        </div>
      ) : account.isError ? (
        <Failure problem={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <Skeleton>
          <SkeletonBar height={360} />
        </Skeleton>
      )}
    </>
  )
}
