import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { commodities, type DetailValues, languageTags } from './form-values.ts'
import css from './utilities.module.css'

/** The labels of the fields, for the summary of what stands in the way. */
export function useLabels(): Record<string, string> {
  const { t } = useTranslation()
  const names = [
    'name',
    'shortName',
    'receiptPrefix',
    'address',
    'taxNumber',
    'supportPhone',
    'receiptMessage',
    'quickAmounts',
    'languages',
    'commodities',
    'unitDecimals',
    'retentionMonths',
    'currency',
    'timeZone',
    'brandColour',
    'accentColour',
    'holidays',
  ]
  return Object.fromEntries(names.map((name) => [name, t(`utilities.field.${name}`)]))
}

/** What a utility may change at any time. A commodity in `kept` stays. */
export function DetailFields<Values extends DetailValues>({
  form,
  kept,
}: {
  form: UseFormReturnType<Values>
  kept: readonly string[]
}) {
  const { t } = useTranslation()
  const field = (name: string) => ({
    label: t(`utilities.field.${name}`),
    ...form.getInputProps(name),
    'data-path': name,
  })
  const chosen: readonly string[] = form.getValues().commodities
  return (
    <>
      <TextInput {...field('name')} maxLength={120} required />
      <div className={css.row}>
        <TextInput
          {...field('shortName')}
          maxLength={30}
          description={t('utilities.help.shortName')}
        />
        <TextInput
          {...field('receiptPrefix')}
          maxLength={6}
          required
          description={t('utilities.help.receiptPrefix')}
        />
      </div>
      <Checkbox.Group
        label={t('utilities.field.commodities')}
        {...form.getInputProps('commodities')}
        required
      >
        <div className={css.choices}>
          {commodities.map((name) => (
            <Checkbox
              key={name}
              value={name}
              data-path={name === commodities[0] ? 'commodities' : undefined}
              label={t(`utilities.commodity.${name}`)}
              disabled={kept.includes(name)}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className={css.row}>
        {commodities
          .filter((name) => chosen.includes(name))
          .map((name) => (
            <NativeSelect
              key={name}
              {...field(`unitDecimals.${name}`)}
              label={t('utilities.decimalsOf', { commodity: t(`utilities.commodity.${name}`) })}
              data={['0', '1', '2', '3']}
            />
          ))}
      </div>
      <Textarea {...field('address')} autosize minRows={2} maxLength={300} />
      <div className={css.row}>
        <TextInput {...field('taxNumber')} maxLength={40} />
        <TextInput {...field('supportPhone')} type="tel" maxLength={40} />
      </div>
      <Textarea
        {...field('receiptMessage')}
        autosize
        minRows={2}
        maxLength={500}
        description={t('utilities.help.receiptMessage')}
      />
      <TextInput {...field('quickAmounts')} description={t('utilities.help.quickAmounts')} />
      <Checkbox.Group
        label={t('utilities.field.languages')}
        description={t('utilities.help.languages')}
        {...form.getInputProps('languages')}
      >
        <div className={css.choices}>
          {languageTags.map((tag) => (
            <Checkbox
              key={tag}
              value={tag}
              label={t(`utilities.language.${tag}`)}
              data-path={tag === languageTags[0] ? 'languages' : undefined}
            />
          ))}
        </div>
      </Checkbox.Group>
      <TextInput
        {...field('retentionMonths')}
        inputMode="numeric"
        maxLength={3}
        description={t('utilities.help.retentionMonths')}
      />
    </>
  )
}
