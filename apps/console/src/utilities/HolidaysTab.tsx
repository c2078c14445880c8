import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import { useLabels } from './DetailFields.tsx'
import { type Holiday, type UtilityDetail, utilityChanged } from './queries.ts'
import { SavedLine } from './SavedLine.tsx'
import css from './utilities.module.css'

/** The days on which the utility rests, saved together. */
export function HolidaysTab({ utility }: { utility: UtilityDetail }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const labels = useLabels()
  const form = useForm<{ holidays: Holiday[] }>({
    initialValues: { holidays: [...utility.holidays] },
  })
  const change = useDeed({
    send: (body: { holidays: Holiday[] }) =>
      api.client.PUT('/api/console/utilities/{id}/holidays', {
        params: { path: { id: utility.id } },
        body,
      }),
    onDone: async (_, values) => {
      form.resetDirty(values)
      await utilityChanged(utility.id)
    },
  })
  const { holidays } = form.getValues()
  return (
    <fieldset className={css.fieldset} disabled={!permissions.includes('utility.register')}>
      <DeedForm
        form={form}
        labels={labels}
        problem={change.error}
        pending={change.isPending}
        onSubmit={(values) => change.mutate(values)}
        submit={t('utilities.saveHolidays')}
      >
        <p className={css.hint}>{t('utilities.holidaysHint')}</p>
        {holidays.length === 0 && <p>{t('utilities.holidaysNone')}</p>}
        <ul className={css.holidays}>
          {holidays.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line being typed has no other name than its place
            <li key={index} className={css.holiday}>
              <TextInput
                type="date"
                aria-label={t('utilities.holidayDay', { number: index + 1 })}
                {...form.getInputProps(`holidays.${index}.day`)}
                data-path={`holidays.${index}.day`}
              />
              <TextInput
                aria-label={t('utilities.holidayName', { number: index + 1 })}
                maxLength={80}
                {...form.getInputProps(`holidays.${index}.name`)}
                data-path={`holidays.${index}.name`}
              />
              <Button
                variant="default"
                aria-label={t('utilities.holidayRemove', { number: index + 1 })}
                onClick={() => form.removeListItem('holidays', index)}
              >
                {t('utilities.remove')}
              </Button>
            </li>
          ))}
        </ul>
        <div>
          <Button
            variant="default"
            onClick={() => form.insertListItem('holidays', { day: '', name: '' })}
          >
            {t('utilities.holidayAdd')}
          </Button>
        </div>
        <SavedLine shown={change.isSuccess && !form.isDirty()} />
      </DeedForm>
    </fieldset>
  )
}
