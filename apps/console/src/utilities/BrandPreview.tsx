import { type BrandValues, brandScale, isBrandColour } from '@saldo/ui'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { logoAddress, type UtilityDetail } from './queries.ts'
import css from './utilities.module.css'

type BrandPreviewProps = {
  theme: 'light' | 'dark'
  utility: UtilityDetail
  colour: string
  accent: string
}

/** A piece of what customers will see, in one theme, before it is saved. */
export function BrandPreview({ theme, utility, colour, accent }: BrandPreviewProps) {
  const { t } = useTranslation()
  const values = isBrandColour(colour) ? brandScale(colour)[theme] : undefined
  const logo = utility.logos.find((one) => one.theme === theme) ?? utility.logos[0]
  return (
    <section
      data-theme={theme}
      className={css.preview}
      aria-label={t(`utilities.preview.${theme}`)}
      style={{ ...headerOf(values, theme), ...values } as CSSProperties}
    >
      <div className={css.previewHead}>
        {logo && <img src={logoAddress(utility.id, logo)} alt="" />}
        {utility.shortName || utility.name}
        <span
          className={css.spark}
          style={{ background: isBrandColour(accent) ? accent : 'var(--accent)' }}
        />
      </div>
      <div className={css.previewBody}>
        <span className={css.previewButton}>{t('utilities.preview.button')}</span>
        <span className={css.previewLink}>{t('utilities.preview.link')}</span>
        <span className={css.previewTag}>{t('utilities.preview.tag')}</span>
        <div className={css.shades} aria-hidden>
          {[50, 100, 200, 500, 600, 700, 900].map((shade) => (
            <span key={shade} style={{ background: `var(--brand-${shade})` }} />
          ))}
        </div>
      </div>
    </section>
  )
}

/** The header is the deep shade in light, and the tint in dark: as tokens.css has it. */
function headerOf(values: BrandValues | undefined, theme: 'light' | 'dark') {
  if (!values) return {}
  return theme === 'light'
    ? { '--hdr': values['--brand-700'], '--on-hdr': values['--on-brand'] }
    : { '--hdr': values['--brand-50'], '--on-hdr': values['--brand-900'] }
}
