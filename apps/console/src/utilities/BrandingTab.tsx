import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { brandScale, isBrandColour } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DeedForm } from '../parts/form/DeedForm.tsx'
import { useDeed } from '../parts/form/use-deed.ts'
import { useSession } from '../shell/session.ts'
import { BrandPreview } from './BrandPreview.tsx'
import { useLabels } from './DetailFields.tsx'
import { LogoField } from './LogoField.tsx'
import { type UtilityDetail, utilityChanged } from './queries.ts'
import { SavedLine } from './SavedLine.tsx'
import css from './utilities.module.css'

type Colours = Pick<UtilityDetail, 'brandColour' | 'accentColour'>

/** Colours with what will be made of them, and the logos. */
export function BrandingTab({ utility }: { utility: UtilityDetail }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const labels = useLabels()
  const form = useForm<Colours>({
    initialValues: { brandColour: utility.brandColour, accentColour: utility.accentColour },
  })
  const brand = useDeed({
    send: (values: Colours) =>
      api.client.PUT('/api/console/utilities/{id}/branding', {
        params: { path: { id: utility.id } },
        body: {
          brandColour: values.brandColour.trim().toLowerCase(),
          accentColour: values.accentColour.trim().toLowerCase(),
        },
      }),
    onDone: async (_, values) => {
      form.resetDirty(values)
      await utilityChanged(utility.id)
    },
  })
  const { brandColour, accentColour } = form.getValues()
  return (
    <div className={css.branding}>
      <fieldset className={css.fieldset} disabled={!permissions.includes('utility.register')}>
        <DeedForm
          form={form}
          labels={labels}
          problem={brand.error}
          pending={brand.isPending}
          onSubmit={(values) => brand.mutate(values)}
          submit={t('utilities.saveBrand')}
        >
          <p className={css.hint}>{t('utilities.brandHint')}</p>
          <ColourField form={form} name="brandColour" />
          <Correction colour={brandColour.trim()} />
          <ColourField form={form} name="accentColour" />
          <SavedLine shown={brand.isSuccess && !form.isDirty()} />
        </DeedForm>
        <div className={css.logos}>
          <LogoField utility={utility} theme="light" />
          <LogoField utility={utility} theme="dark" />
        </div>
      </fieldset>
      <div className={css.previews}>
        {(['light', 'dark'] as const).map((theme) => (
          <BrandPreview
            key={theme}
            theme={theme}
            utility={utility}
            colour={brandColour.trim()}
            accent={accentColour.trim()}
          />
        ))}
      </div>
    </div>
  )
}

function ColourField({
  form,
  name,
}: {
  form: ReturnType<typeof useForm<Colours>>
  name: keyof Colours
}) {
  const { t } = useTranslation()
  const value = form.getValues()[name].trim()
  return (
    <div className={css.colour}>
      <TextInput
        label={t(`utilities.field.${name}`)}
        description={t(`utilities.help.${name}`)}
        placeholder="#0b6558"
        maxLength={7}
        {...form.getInputProps(name)}
        data-path={name}
      />
      <input
        type="color"
        aria-label={t('utilities.pick', { what: t(`utilities.field.${name}`) })}
        value={isBrandColour(value) ? value : '#0b6558'}
        onChange={(event) => form.setFieldValue(name, event.currentTarget.value)}
      />
    </div>
  )
}

/** Whether the colour can be read as it is, or what becomes of it. */
function Correction({ colour }: { colour: string }) {
  const { t, i18n } = useTranslation()
  if (!isBrandColour(colour)) return null
  const { corrected, contrast, light } = brandScale(colour)
  const ratio = new Intl.NumberFormat(i18n.language, {
    numberingSystem: 'latn',
    maximumFractionDigits: 1,
  }).format(contrast)
  return (
    <p className={css.said} role="status">
      {corrected
        ? t('utilities.corrected', { ratio, colour: light['--brand-600'] })
        : t('utilities.readable', { ratio })}
    </p>
  )
}
