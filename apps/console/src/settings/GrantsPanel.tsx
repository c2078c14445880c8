import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Panel } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { hoursOf } from '../platform/CompanyScreen.tsx'
import { GrantTable } from '../platform/GrantTable.tsx'
import { type Grant, ownGrants } from '../platform/queries.ts'
import { queries } from '../queries.ts'
import css from './settings.module.css'

const changed = () => queries.invalidateQueries({ queryKey: ownGrants.queryKey })

/** Who of the platform may look into this company: asked, given, taken back. */
export function GrantsPanel() {
  const { t } = useTranslation()
  const grants = useQuery(ownGrants)
  return (
    <Panel title={t('settings.platform')}>
      <div className={css.body}>
        <p className={css.hint}>{t('settings.platformHint')}</p>
        {grants.isError ? (
          <Failure problem={grants.error} compact onRetry={() => void grants.refetch()} />
        ) : (
          <Decisions grants={grants.data?.data ?? []} />
        )}
        <OfferForm />
      </div>
    </Panel>
  )
}

function Decisions({ grants }: { grants: readonly Grant[] }) {
  const { t } = useTranslation()
  const decide = useDeed({
    send: ({ id, deed }: { id: string; deed: 'approve' | 'decline' | 'withdraw' }) => {
      const params = { path: { id } }
      if (deed === 'approve') return api.client.POST('/api/console/grants/{id}/approve', { params })
      if (deed === 'decline') return api.client.POST('/api/console/grants/{id}/decline', { params })
      return api.client.POST('/api/console/grants/{id}/withdraw', { params })
    },
    onDone: changed,
  })
  const button = (grant: Grant, deed: 'approve' | 'decline' | 'withdraw') => (
    <Button
      variant={deed === 'approve' ? 'filled' : 'default'}
      loading={decide.isPending && decide.variables.id === grant.id}
      onClick={() => decide.mutate({ id: grant.id, deed })}
    >
      {t(`settings.grant.${deed}`)}
    </Button>
  )
  return (
    <>
      {decide.error && <Failure problem={decide.error} compact />}
      <GrantTable grants={grants}>
        {(grant) => (
          <div className={css.buttons}>
            {grant.state === 'asked' && [button(grant, 'approve'), button(grant, 'decline')]}
            {grant.open && button(grant, 'withdraw')}
          </div>
        )}
      </GrantTable>
    </>
  )
}

function OfferForm() {
  const { t } = useTranslation()
  const form = useForm({ initialValues: { reason: '', hours: '2' } })
  const offer = useDeed({
    send: ({ reason, hours }: { reason: string; hours: string }, key) =>
      api.client.POST('/api/console/grants', {
        params: { header: { 'idempotency-key': key } },
        body: { reason, hours: hoursOf(hours) },
      }),
    onDone: async () => {
      form.reset()
      await changed()
    },
  })
  return (
    <DeedForm
      form={form}
      labels={{ reason: t('form.reason'), hours: t('platform.hours') }}
      problem={offer.error}
      pending={offer.isPending}
      onSubmit={(values) => offer.mutate(values)}
      submit={t('settings.grant.offer')}
      guarded={false}
    >
      <ReasonField {...form.getInputProps('reason')} data-path="reason" />
      <TextInput
        label={t('platform.hours')}
        inputMode="numeric"
        maxLength={2}
        {...form.getInputProps('hours')}
        data-path="hours"
      />
    </DeedForm>
  )
}
