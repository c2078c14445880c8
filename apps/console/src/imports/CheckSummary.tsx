import { useTranslation } from 'react-i18next'
import { timeText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { useUtility } from '../shell/session.ts'
import { secondsBetween, useFigures } from './figures.ts'
import css from './imports.module.css'
import type { ImportDetail } from './queries.ts'

/** How many rows are good and how many are not, and where they come from. */
export function CheckSummary({ found }: { found: ImportDetail }) {
  const { t } = useTranslation()
  const { counted, duration, size } = useFigures()
  const language = useLanguage()
  const zone = useUtility()?.timeZone ?? 'UTC'
  const { good, bad, job } = found
  const seconds =
    job?.kind === 'import.check' ? secondsBetween(job.beganAt, job.finishedAt) : undefined
  const share = (part: number) => `${(part / Math.max(good + bad, 1)) * 100}%`
  return (
    <section className={`saldo-panel ${css.body} ${css.panel}`}>
      <div className={css.summary}>
        <strong>
          {t('imports.rows.summary', counted(good + bad))}
          {seconds !== undefined && ` ${t('imports.rows.in', { time: duration(seconds) })}`}
        </strong>
        <span className={css.hint}>
          {t('imports.rows.uploaded', {
            file: found.fileName,
            size: size(Number(found.size)),
            name: found.startedByName,
            time: timeText(found.createdAt, zone, language),
          })}
        </span>
      </div>
      <div className={css.bar} aria-hidden>
        <span className={css.good} style={{ inlineSize: share(good) }} />
        <span className={css.bad} style={{ inlineSize: share(bad), minInlineSize: bad ? 4 : 0 }} />
      </div>
      <div className={css.counts}>
        <span>
          <span className={`${css.dot} ${css.good}`} aria-hidden />
          {t('imports.rows.good', counted(good))}
        </span>
        <span>
          <span className={`${css.dot} ${css.bad}`} aria-hidden />
          {t('imports.rows.bad', counted(bad))}
        </span>
      </div>
    </section>
  )
}
