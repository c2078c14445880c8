import { useForm } from '@mantine/form'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import { DetailFields, useLabels } from './DetailFields.tsx'
import { detailsOf, onOneField, valuesOf } from './form-values.ts'
import { type UtilityDetail, utilityChanged } from './queries.ts'
import { SavedLine } from './SavedLine.tsx'
import css from './utilities.module.css'

/** What is fixed, to be read, and what may change, to be changed. */
export function DetailsTab({ utility }: { utility: UtilityDetail }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const labels = useLabels()
  const form = useForm({ initialValues: valuesOf(utility) })
  const change = useDeed({
    send: (values: ReturnType<typeof valuesOf>) =>
      api.client.PATCH('/api/console/utilities/{id}', {
        params: { path: { id: utility.id } },
        body: detailsOf(values),
      }),
    onDone: async (_, values) => {
      form.resetDirty(values)
      await utilityChanged(utility.id)
    },
  })
  const problem = useMemo(() => onOneField(change.error), [change.error])
  return (
    <>
      <dl className={css.fixed}>
        <dt>{t('utilities.field.currency')}</dt>
        <dd>
          {t('utilities.currencyIs', {
            code: utility.currency.code,
            count: utility.currency.decimals,
          })}
        </dd>
        <dt>{t('utilities.field.timeZone')}</dt>
        <dd>
          <bdi dir="ltr">{utility.timeZone}</bdi>
        </dd>
      </dl>
      <fieldset className={css.fieldset} disabled={!permissions.includes('utility.register')}>
        <DeedForm
          form={form}
          labels={labels}
          problem={problem}
          pending={change.isPending}
          onSubmit={(values) => change.mutate(values)}
          submit={t('utilities.save')}
        >
          <DetailFields form={form} kept={utility.commodities} />
          <SavedLine shown={change.isSuccess && !form.isDirty()} text={t('utilities.saved')} />
        </DeedForm>
      </fieldset>
    </>
  )
}
