import { Button, Group, Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../parts/Failure.tsx'
import { useActs } from './acts.ts'
import { FailedRowsLink } from './FailedRowsLink.tsx'
import { useFigures } from './figures.ts'
import css from './imports.module.css'
import type { ImportDetail } from './queries.ts'

/** What can be done once all rows are checked. */
export function CheckedActions({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { counted } = useFigures()
  const navigate = useNavigate()
  const { start } = useActs(found)
  return (
    <div>
      <div className={css.buttons}>
        {found.bad > 0 && <FailedRowsLink id={found.id} />}
        <Button
          variant="default"
          onClick={() =>
            void navigate({
              to: '/imports/$importId',
              params: { importId: found.id },
              search: ({ utility }) => ({ utility, match: true }),
            })
          }
        >
          {t('imports.rows.again')}
        </Button>
        <CancelButton found={found} />
        <Button
          disabled={found.good === 0}
          loading={start.isPending}
          onClick={() => start.mutate(null)}
        >
          {t('imports.rows.import', counted(found.good))}
        </Button>
      </div>
      {start.error && <Failure problem={start.error} compact />}
    </div>
  )
}

function CancelButton({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { cancel } = useActs(found)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('imports.rows.cancel')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('imports.cancel.title')}
        closeButtonProps={{ 'aria-label': t('imports.cancel.no') }}
      >
        <p>{t('imports.cancel.next')}</p>
        {cancel.error && <Failure problem={cancel.error} compact />}
        <Group mt="md">
          <Button
            loading={cancel.isPending}
            onClick={() => cancel.mutate(null, { onSuccess: () => setAsking(false) })}
          >
            {t('imports.cancel.yes')}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('imports.cancel.no')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
