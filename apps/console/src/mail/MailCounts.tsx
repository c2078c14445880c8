import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { useUtility } from '../shell/session.ts'
import css from './mail.module.css'
import { mailStatus } from './queries.ts'
import { mailStates } from './search.ts'

/** How many e-mails are in each state; each leads to them. The list below says when this cannot be had. */
export function MailCounts() {
  const { t, i18n } = useTranslation()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  const { data } = useQuery(mailStatus)
  if (!data) return null
  const { counts, waitingSince, bouncingAddresses } = data
  return (
    <>
      <ul className={css.counts}>
        {mailStates.map((state) => (
          <li key={state}>
            <Link to="/mail" search={({ utility }) => ({ utility, state })}>
              <span className="saldo-figure">{counts[state]}</span> {t(`mail.state.${state}`)}
            </Link>
          </li>
        ))}
      </ul>
      {waitingSince && (
        <p className={css.hint}>
          {t('mail.waiting', { time: instantText(waitingSince, timeZone, i18n.language) })}
        </p>
      )}
      {bouncingAddresses > 0 && (
        <p className={css.hint}>{t('mail.bouncing', { count: bouncingAddresses })}</p>
      )}
    </>
  )
}
