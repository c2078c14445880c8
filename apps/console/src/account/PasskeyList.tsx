import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './account.module.css'
import { type Account, accountChanged } from './queries.ts'
import { useMoment } from './use-moment.ts'

/** The own passkeys: which device, and when it was last used. */
export function PasskeyList({ passkeys }: { passkeys: Account['passkeys'] }) {
  const { t } = useTranslation()
  return (
    <div className={css.stack}>
      <div>
        <p className={css.name}>{t('account.passkeys.title')}</p>
        <p className={css.hint}>{t('account.passkeys.what')}</p>
      </div>
      {passkeys.length > 0 && (
        <ul className={css.list}>
          {passkeys.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Row({ passkey }: { passkey: Account['passkeys'][number] }) {
  const { t } = useTranslation()
  const moment = useMoment()
  const { id, name, createdAt, lastUsedAt } = passkey
  const remove = useDeed({
    send: () =>
      api.client.DELETE('/api/console/account/passkeys/{id}', { params: { path: { id } } }),
    onDone: accountChanged,
  })
  return (
    <li>
      <div className={css.row}>
        <div>
          <p className={css.name}>
            <IconKey size={16} stroke={1.75} aria-hidden /> {name}
          </p>
          <p className={css.hint}>
            {lastUsedAt
              ? t('account.passkeys.used', { when: moment(lastUsedAt) })
              : t('account.passkeys.since', { when: moment(createdAt) })}
          </p>
        </div>
        <Button
          variant="default"
          aria-label={t('account.passkeys.removeNamed', { name })}
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined)}
        >
          {t('account.passkeys.remove')}
        </Button>
      </div>
      {remove.error && <Failure problem={remove.error} compact />}
    </li>
  )
}
