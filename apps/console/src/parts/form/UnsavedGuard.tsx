import { Button, Group, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Asks before a page with unsaved changes is left, also when the browser tab is closed. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    // Another tab or filter of the same page keeps what was typed.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('form.leave')}
      closeButtonProps={{ 'aria-label': t('form.stay') }}
    >
      <p>{t('form.leaveNext')}</p>
      <Group mt="md">
        <Button onClick={() => reset?.()} data-autofocus>
          {t('form.stay')}
        </Button>
        <Button variant="default" onClick={() => proceed?.()}>
          {t('form.discard')}
        </Button>
      </Group>
    </Modal>
  )
}
