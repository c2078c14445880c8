import { Modal } from '@mantine/core'
import { Kbd } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { shownKeys } from './keys.ts'

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('keys.close') }}
    >
      <dl className="pos-keys">
        {shownKeys.map(([name, other, word]) => (
          <div key={name}>
            <dt>
              <Kbd>{name}</Kbd> {other !== null && <Kbd>{other}</Kbd>}
            </dt>
            <dd>{t(`keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="pos-note pos-keys-note">{t('keys.note')}</p>
    </Modal>
  )
}
