import { useTranslation } from 'react-i18next'
import type { Entry, MeterState } from '../api.ts'
import { isGood } from '../meter/use-token-entry.ts'
import { dayAndTimeText, unitText, zoneText } from '../parts/device.ts'
import css from './history.module.css'

/** What was typed into the meter of late, newest first. The tokens themselves are not kept. */
export function Entries({ meter }: { meter: MeterState }) {
  const { t } = useTranslation()
  return (
    <section className="panel" aria-labelledby="entries-title">
      <h2 id="entries-title">{t('entries.title')}</h2>
      {meter.entries.length === 0 && <p className={css.empty}>{t('entries.empty')}</p>}
      {meter.entries.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('entries.result')}</th>
              <th scope="col">{t('entries.time', { zone: zoneText })}</th>
              <th scope="col" className={css.figure}>
                {t('entries.units')}
              </th>
            </tr>
          </thead>
          <tbody>
            {meter.entries.map((entry) => (
              <Row key={`${entry.at} ${entry.result}`} entry={entry} unit={unitText(meter.unit)} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Row({ entry, unit }: { entry: Entry; unit: string }) {
  return (
    <tr>
      <td>
        <bdi dir="ltr" className={css.result} data-tone={isGood(entry.result) ? 'ok' : 'bad'}>
          {entry.result}
        </bdi>
      </td>
      <td>
        <time dateTime={entry.at}>{dayAndTimeText(entry.at)}</time>
      </td>
      <td className={css.figure}>{entry.units ? `+${entry.units} ${unit}` : '–'}</td>
    </tr>
  )
}
