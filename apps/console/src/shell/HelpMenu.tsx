import { ActionIcon, Modal } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Kbd } from '@saldo/ui'
import { IconHelp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './menus.module.css'
import { useSession } from './session.ts'

const keys = [
  { name: 'search', keys: ['/', 'Ctrl K'] },
  { name: 'rows', keys: ['j', 'k', '↓', '↑'] },
  { name: 'ends', keys: ['Home', 'End'] },
  { name: 'open', keys: ['Enter'] },
  { name: 'choose', keys: ['x'] },
  { name: 'help', keys: ['?'] },
] as const

/** The keys of the console and whom to ask, on every page in the same place. */
export function HelpMenu() {
  const { t } = useTranslation()
  const { tenant } = useSession()
  const [open, setOpen] = useState(false)
  useHotkeys([['shift+?', () => setOpen(true)]], undefined, false)
  return (
    <>
      <ActionIcon
        variant="subtle"
        className={css.round ?? ''}
        aria-label={t('shell.help')}
        title={t('shell.help')}
        onClick={() => setOpen(true)}
      >
        <IconHelp size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('shell.help')}
        closeButtonProps={{ 'aria-label': t('shell.close') }}
      >
        <dl className={css.keys}>
          {keys.map(({ name, keys: caps }) => (
            <div key={name}>
              <dt>{t(`shell.keys.${name}`)}</dt>
              <dd dir="ltr">
                {caps.map((cap) => (
                  <Kbd key={cap}>{cap}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <p className={css.whom}>{t('shell.whom', { tenant: tenant.name })}</p>
      </Modal>
    </>
  )
}
