import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/NumberInput.layer.css'
import { useForm } from '@mantine/form'
import { Panel, Skeleton, SkeletonBar } from '@saldo/ui'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failure } from '../parts/Failure.tsx'
import { DeedForm, ReasonField } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useTitle } from '../parts/use-title.ts'
import { useUtility } from '../shell/session.ts'
import { kindKey } from './ApprovalsScreen.tsx'
import css from './approvals.module.css'
import { type RuleRow, rules } from './queries.ts'

/** Which kinds of acts need a second person, from which amount on, and how long a request waits. */
export function RulesScreen() {
  const { t } = useTranslation()
  const list = useQuery(rules)
  useTitle(t('approvals.rules.title'))
  return (
    <>
      <p className={css.back}>
        <Link to="/approvals" search={({ utility }) => ({ utility })}>
          {t('approvals.back')}
        </Link>
      </p>
      <h1>{t('approvals.rules.title')}</h1>
      <p className={css.lead}>{t('approvals.rules.lead')}</p>
      {list.data ? (
        <div className={css.rules}>
          {list.data.data.map((rule) => (
            <Rule key={`${rule.kind} ${JSON.stringify(rule.rule)}`} row={rule} />
          ))}
        </div>
      ) : list.isError ? (
        list.error.code === 'access.not_allowed' ? (
          <NoPermission screen="approvals" permission="tenant.configure" />
        ) : (
          <Failure problem={list.error} onRetry={() => void list.refetch()} />
        )
      ) : (
        <Skeleton>
          <SkeletonBar height={180} />
          <SkeletonBar height={180} />
        </Skeleton>
      )}
    </>
  )
}

function Rule({ row }: { row: RuleRow }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const utility = useUtility()
  const currency = row.rule?.minimum?.currency ?? utility?.currency
  const form = useForm({
    initialValues: {
      needed: row.rule !== null,
      hours: row.rule?.hours ?? 72,
      amount: row.rule?.minimum?.amount ?? '',
      reason: '',
    },
  })
  const save = useDeed({
    send: ({ needed, hours, amount, reason }: typeof form.values, key) => {
      const from = amount.trim()
      const minimum =
        row.byAmount && currency && from !== '' ? { amount: from, currency: currency.code } : null
      return api.client.PUT('/api/console/approval-rules/{kind}', {
        params: { path: { kind: row.kind }, header: { 'idempotency-key': key } },
        body: {
          rule: needed ? { hours, ...(minimum && { minimum }) } : null,
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        },
      })
    },
    onDone: async () => {
      form.setFieldValue('reason', '')
      form.resetDirty()
      await queries.invalidateQueries()
    },
  })
  const labels = {
    'rule.hours': t('approvals.rules.hours'),
    'rule.minimum.amount': t('approvals.rules.from', { currency: currency?.code ?? '' }),
    reason: t('form.reason'),
  }
  return (
    <Panel title={t(`approvals.kind.${kindKey(row.kind)}`, { defaultValue: row.kind })}>
      <div className={css.rule}>
        {!row.possible && <p>{t('approvals.rules.tooFew')}</p>}
        <DeedForm
          form={form}
          labels={labels}
          problem={save.error}
          pending={save.isPending}
          submit={t('approvals.rules.save')}
          onSubmit={(values) => save.mutate(values)}
        >
          <Checkbox
            label={t('approvals.rules.needed')}
            disabled={!row.possible && row.rule === null}
            {...form.getInputProps('needed', { type: 'checkbox' })}
          />
          {form.values.needed && (
            <div className={css.fields}>
              {row.byAmount && (
                <TextInput
                  label={t('approvals.rules.from', { currency: currency?.code ?? '' })}
                  description={t('approvals.rules.fromHelp')}
                  inputMode="decimal"
                  data-path="rule.minimum.amount"
                  {...form.getInputProps('amount')}
                  error={form.errors['rule.minimum.amount']}
                />
              )}
              <NumberInput
                label={t('approvals.rules.hours')}
                description={t('approvals.rules.hoursHelp')}
                min={1}
                max={720}
                allowDecimal={false}
                {...form.getInputProps('hours')}
              />
            </div>
          )}
          {form.isDirty() && <ReasonField {...form.getInputProps('reason')} required={false} />}
          {save.isSuccess && (
            <p role="status">{t(save.data.waiting ? 'form.waiting' : 'approvals.rules.saved')}</p>
          )}
        </DeedForm>
      </div>
    </Panel>
  )
}
