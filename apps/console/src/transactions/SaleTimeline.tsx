import { Panel } from '@saldo/ui'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import type { SaleDetail } from './queries.ts'
import { durationText, type Happened, timelineOf } from './timeline.ts'
import css from './transactions.module.css'

/** What happened to a sale, and how long each step took. */
export function SaleTimeline({ sale }: { sale: SaleDetail }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('transactions.timeline')}>
      <ol className={css.timeline}>
        {timelineOf(sale).map((happened, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <Step key={place} happened={happened} timeZone={sale.utility.timeZone} />
        ))}
      </ol>
    </Panel>
  )
}

function Step({ happened, timeZone }: { happened: Happened; timeZone: string }) {
  const { t, i18n } = useTranslation()
  const { what, at, after, copy, by, kind } = happened
  return (
    <li>
      <p>
        {t(`transactions.happened.${what}`, {
          copy,
          by,
          kind: kind && t(`transactions.case.${kind}`, { defaultValue: kind }),
        })}
      </p>
      <p className={css.hint}>
        <time dateTime={at}>{instantText(at, timeZone, i18n.language)}</time>
        {after !== null && (
          <> · {t('transactions.later', { time: durationText(after, i18n.language) })}</>
        )}
      </p>
    </li>
  )
}
