import { Button } from '@mantine/core'
import { Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { instantText } from '../parts/days.ts'
import { Failure } from '../parts/Failure.tsx'
import { useSession } from '../shell/session.ts'
import { CheckDialog } from './CheckDialog.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import type { AuditFilter } from './filter.ts'
import css from './proof.module.css'

type ProofProps = { filter: AuditFilter; timeZone: string }

/** How the trail can be proven: its newest head and the key of its exports, to be kept where Saldo is not. */
export function Proof({ filter, timeZone }: ProofProps) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const proof = useQuery(api.queryOptions('get', '/api/console/audit/proof'))
  const [open, setOpen] = useState<'check' | 'export'>()
  const close = () => setOpen(undefined)
  return (
    <Panel
      className={css.panel ?? ''}
      title={t('audit.proof.title')}
      action={
        permissions.includes('audit.export') && (
          <div className={css.buttons}>
            <Button variant="default" onClick={() => setOpen('check')}>
              {t('audit.check.ask')}
            </Button>
            <Button variant="default" onClick={() => setOpen('export')}>
              {t('audit.export.ask')}
            </Button>
          </div>
        )
      }
    >
      <div className={css.proof}>
        {proof.data ? (
          <Facts proof={proof.data} timeZone={timeZone} />
        ) : proof.isError ? (
          <Failure problem={proof.error} compact onRetry={() => void proof.refetch()} />
        ) : (
          <Skeleton>
            <SkeletonBar height={44} />
          </Skeleton>
        )}
      </div>
      <CheckDialog opened={open === 'check'} onClose={close} />
      <ExportDialog
        opened={open === 'export'}
        filter={filter}
        timeZone={timeZone}
        onClose={close}
      />
    </Panel>
  )
}

type FactsProps = {
  proof: {
    head: { block: string; head: string; sealedAt: string } | null
    fingerprint: string
  }
  timeZone: string
}

function Facts({ proof: { head, fingerprint }, timeZone }: FactsProps) {
  const { t, i18n } = useTranslation()
  return (
    <dl>
      <dt>{t('audit.proof.head')}</dt>
      <dd>
        {head ? (
          <>
            <code className={css.hash}>{head.head}</code>
            <span className={css.hint}>
              {t('audit.proof.block', {
                block: head.block,
                time: instantText(head.sealedAt, timeZone, i18n.language),
              })}
            </span>
          </>
        ) : (
          t('audit.proof.none')
        )}
      </dd>
      <dt>{t('audit.proof.key')}</dt>
      <dd>
        <code className={css.hash}>{fingerprint}</code>
        <span className={css.hint}>{t('audit.proof.keep')}</span>
      </dd>
    </dl>
  )
}
