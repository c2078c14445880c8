import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { NoPermission } from '../parts/NoPermission.tsx'
import { useSession } from '../shell/session.ts'
import { DetailFields, useLabels } from './DetailFields.tsx'
import { detailsOf, type NewValues, noDetails, onOneField, usualDecimals } from './form-values.ts'
import { utilityChanged } from './queries.ts'
import css from './utilities.module.css'

/** Registers a utility. What cannot be changed later stands first, and says so. */
export function NewUtilityScreen() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  useEffect(() => {
    document.title = t('app.titleOf', { screen: t('utilities.new') })
  }, [t])
  return (
    <>
      <header className={css.heading}>
        <h1>{t('utilities.new')}</h1>
      </header>
      {permissions.includes('utility.register') ? (
        <section className={`saldo-panel ${css.body}`}>
          <NewUtility />
        </section>
      ) : (
        <NoPermission screen="utilities" permission="utility.register" />
      )}
    </>
  )
}

function NewUtility() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const labels = useLabels()
  const form = useForm<NewValues>({
    initialValues: { ...noDetails, currency: { code: '', decimals: '2' }, timeZone: '' },
  })
  const register = useDeed({
    send: (values: NewValues, key) => {
      const { currency, timeZone, ...details } = values
      return api.client.POST('/api/console/utilities', {
        params: { header: { 'idempotency-key': key } },
        body: {
          ...detailsOf(details),
          currency: {
            code: currency.code.trim().toUpperCase(),
            decimals: currency.decimals === '0' ? 0 : currency.decimals === '3' ? 3 : 2,
          },
          timeZone: timeZone.trim(),
        },
      })
    },
    onDone: async ({ answer }) => {
      if (!answer) return
      form.resetDirty()
      await utilityChanged(answer.id)
      await navigate({ to: '/utilities/$utilityId', params: { utilityId: answer.id } })
    },
  })
  const problem = useMemo(() => onOneField(register.error), [register.error])
  return (
    <DeedForm
      form={form}
      labels={labels}
      problem={problem}
      pending={register.isPending}
      onSubmit={(values) => register.mutate(values)}
      submit={t('utilities.register')}
      onCancel={() => void navigate({ to: '/utilities' })}
    >
      <p className={css.hint}>{t('utilities.fixedHint')}</p>
      <FixedFields form={form} />
      <DetailFields form={form} kept={[]} />
    </DeedForm>
  )
}

function FixedFields({ form }: { form: ReturnType<typeof useForm<NewValues>> }) {
  const { t } = useTranslation()
  const [zones, codes] = [useId(), useId()]
  const { onChange, ...code } = form.getInputProps('currency.code')
  return (
    <div className={css.row}>
      <TextInput
        {...code}
        data-path="currency.code"
        label={t('utilities.field.currency')}
        description={t('utilities.help.currency')}
        list={codes}
        maxLength={3}
        required
        onChange={(event) => {
          onChange(event)
          const typed = event.currentTarget.value.trim().toUpperCase()
          if (/^[A-Z]{3}$/.test(typed)) {
            form.setFieldValue('currency.decimals', usualDecimals(typed))
          }
        }}
      />
      <NativeSelect
        {...form.getInputProps('currency.decimals')}
        data-path="currency.decimals"
        label={t('utilities.currencyDecimals')}
        description={t('utilities.help.currencyDecimals')}
        data={['0', '2', '3']}
      />
      <TextInput
        {...form.getInputProps('timeZone')}
        data-path="timeZone"
        label={t('utilities.field.timeZone')}
        description={t('utilities.help.timeZone')}
        list={zones}
        required
      />
      <Choices id={zones} values={Intl.supportedValuesOf('timeZone')} />
      <Choices id={codes} values={Intl.supportedValuesOf('currency')} />
    </div>
  )
}

function Choices({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  )
}
