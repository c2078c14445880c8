import { Button, Modal } from '@mantine/core'
import { Status } from '@saldo/ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { AuthenticatorSetUp, type FactorAdded } from './AuthenticatorSetUp.tsx'
import css from './account.module.css'
import { PasskeyList } from './PasskeyList.tsx'
import { PasskeySetUp } from './PasskeySetUp.tsx'
import { passkeysWork } from './passkey.ts'
import { type Account, accountChanged } from './queries.ts'
import { RecoveryCodes } from './RecoveryCodes.tsx'

type Open = 'authenticator' | 'passkey' | { codes: readonly string[] }

/** Passkeys, authenticator app and recovery codes of the own access. */
export function Factors({ account }: { account: Account }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const added = ({ recoveryCodes }: FactorAdded) => {
    setOpen(recoveryCodes ? { codes: recoveryCodes } : undefined)
    void accountChanged()
  }
  return (
    <div className={css.body}>
      <p className={css.hint}>
        {t(account.factorRequired ? 'account.factors.required' : 'account.factors.why')}
      </p>
      <PasskeyList passkeys={account.passkeys} />
      {passkeysWork() ? (
        <div className={css.buttons}>
          <Button variant="default" onClick={() => setOpen('passkey')}>
            {t('account.passkeys.add')}
          </Button>
        </div>
      ) : (
        <p className={css.hint}>{t('account.passkeys.impossible')}</p>
      )}
      <AppRow account={account} onSetUp={() => setOpen('authenticator')} />
      <CodesRow account={account} onCodes={(codes) => setOpen({ codes })} />
      <Modal
        opened={open !== undefined}
        onClose={close}
        // Codes are shown this once: only their own button closes them.
        closeOnClickOutside={false}
        closeOnEscape={typeof open !== 'object'}
        withCloseButton={typeof open !== 'object'}
        title={titleOf(open, t)}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        size="lg"
      >
        {open === 'authenticator' && <AuthenticatorSetUp onAdded={added} onCancel={close} />}
        {open === 'passkey' && <PasskeySetUp onAdded={added} onCancel={close} />}
        {typeof open === 'object' && <RecoveryCodes codes={open.codes} onDone={close} />}
      </Modal>
    </div>
  )
}

function AppRow({ account, onSetUp }: { account: Account; onSetUp: () => void }) {
  const { t } = useTranslation()
  const remove = useDeed({
    send: () => api.client.DELETE('/api/console/account/authenticator'),
    onDone: accountChanged,
  })
  return (
    <div className={css.stack}>
      <div className={css.row}>
        <div>
          <p className={css.name}>{t('account.app.title')}</p>
          <p className={css.hint}>{t('account.app.what')}</p>
        </div>
        {account.authenticator ? (
          <div className={css.row}>
            <Status tone="ok">{t('account.app.on')}</Status>
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() => remove.mutate(undefined)}
            >
              {t('account.app.remove')}
            </Button>
          </div>
        ) : (
          <Button variant="default" onClick={onSetUp}>
            {t('account.app.add')}
          </Button>
        )}
      </div>
      {remove.error && <Failure problem={remove.error} compact />}
    </div>
  )
}

function CodesRow({
  account,
  onCodes,
}: {
  account: Account
  onCodes: (codes: readonly string[]) => void
}) {
  const { t } = useTranslation()
  const renew = useDeed({
    send: () => api.client.POST('/api/console/account/recovery-codes'),
    onDone: ({ answer }) => {
      if (answer) onCodes(answer.recoveryCodes)
      return accountChanged()
    },
  })
  if (!account.authenticator && account.passkeys.length === 0) return null
  return (
    <div className={css.stack}>
      <div className={css.row}>
        <div>
          <p className={css.name}>{t('account.codes.title')}</p>
          <p className={css.hint}>{t('account.codes.left', { count: account.recoveryCodes })}</p>
        </div>
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
          {t('account.codes.renew')}
        </Button>
      </div>
      {renew.error && <Failure problem={renew.error} compact />}
    </div>
  )
}

function titleOf(open: Open | undefined, t: (key: string) => string): string {
  if (open === 'authenticator') return t('account.app.title')
  if (open === 'passkey') return t('account.passkeys.add')
  return t('account.codes.title')
}
