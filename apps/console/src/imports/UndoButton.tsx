import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import { useFigures } from './figures.ts'
import type { ImportDetail } from './queries.ts'

/** Takes back what an import made, after a reason was given. */
export function UndoButton({ found, label }: { found: ImportDetail; label: string }) {
  const { t } = useTranslation()
  const { counted } = useFigures()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { undo } = useActs(found)
  const rows = found.written - found.undone
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('imports.result.undoTitle')}
        closeButtonProps={{ 'aria-label': t('imports.result.undoNo') }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            undo.mutate(reason.trim(), { onSuccess: () => setAsking(false) })
          }}
        >
          <p>{t('imports.result.undoNext', counted(rows))}</p>
          <Textarea
            mt="sm"
            label={t('imports.result.undoReason')}
            description={t('imports.result.undoReasonHelp')}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            maxLength={200}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          {undo.error && <Failure problem={undo.error} compact />}
          <Group mt="md">
            <Button type="submit" loading={undo.isPending} disabled={reason.trim() === ''}>
              {t('imports.result.undoYes', counted(rows))}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('imports.result.undoNo')}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  )
}
