import { Button, Group, Textarea } from '@mantine/core'
import { Panel } from '@saldo/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import css from './approvals.module.css'
import type { RequestDetail } from './queries.ts'

/** Approve or reject what somebody else asked for; take back what one asked for oneself. */
export function Decision({ request }: { request: RequestDetail }) {
  const { t } = useTranslation()
  if (request.state !== 'waiting') return <p role="status">{t(`approvals.now.${request.state}`)}</p>
  if (request.own) return <Withdraw id={request.id} />
  if (request.mayDecide) return <Decide id={request.id} />
  return <p>{t('approvals.notYours')}</p>
}

function Decide({ id }: { id: string }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const refresh = useRefresh()
  const path = { id }
  const said = reason.trim()
  const approve = useDeed({
    send: () =>
      api.client.POST('/api/console/approvals/{id}/approve', {
        params: { path },
        body: said === '' ? {} : { reason: said },
      }),
    onDone: refresh,
  })
  const reject = useDeed({
    send: () =>
      api.client.POST('/api/console/approvals/{id}/reject', {
        params: { path },
        body: { reason: said },
      }),
    onDone: refresh,
  })
  const pending = approve.isPending || reject.isPending
  const problem = approve.error ?? reject.error
  return (
    <Panel title={t('approvals.decide')}>
      <div className={css.body}>
        <Textarea
          label={t('form.reason')}
          description={t('approvals.reasonHelp')}
          autosize
          minRows={2}
          maxLength={300}
          value={reason}
          error={missing && t('approvals.reasonMissing')}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
        />
        {problem && <Failure problem={problem} compact />}
        <Group mt="sm">
          <Button
            loading={approve.isPending}
            disabled={pending}
            onClick={() => {
              reject.reset()
              approve.mutate(undefined)
            }}
          >
            {t('approvals.approve')}
          </Button>
          <Button
            variant="default"
            loading={reject.isPending}
            disabled={pending}
            onClick={() => {
              if (said === '') return setMissing(true)
              approve.reset()
              reject.mutate(undefined)
            }}
          >
            {t('approvals.reject')}
          </Button>
        </Group>
      </div>
    </Panel>
  )
}

function Withdraw({ id }: { id: string }) {
  const { t } = useTranslation()
  const withdraw = useDeed({
    send: () =>
      api.client.POST('/api/console/approvals/{id}/withdraw', { params: { path: { id } } }),
    onDone: useRefresh(),
  })
  return (
    <Panel title={t('approvals.own')}>
      <div className={css.body}>
        <p>{t('approvals.ownNext')}</p>
        {withdraw.error && <Failure problem={withdraw.error} compact />}
        <Button
          mt="sm"
          variant="default"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(undefined)}
        >
          {t('approvals.withdraw')}
        </Button>
      </div>
    </Panel>
  )
}

/** A decision changes lists, the figure in the navigation, and what the request was about. */
function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}
