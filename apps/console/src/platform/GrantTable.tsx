import { ScrollRegion, Status, type Tone } from '@saldo/ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { instantText } from '../parts/days.ts'
import { useLanguage } from '../parts/figures.ts'
import { useUtility } from '../shell/session.ts'
import css from './platform.module.css'
import type { Grant } from './queries.ts'

type GrantTableProps = {
  grants: readonly Grant[]
  /** What can be done with one. */
  children: (grant: Grant) => ReactNode
}

/** Leave to look into a company, newest first: who asked, why, who decided, until when. */
export function GrantTable({ grants, children }: GrantTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const timeZone = useUtility()?.timeZone ?? 'UTC'
  if (grants.length === 0) return <p className={css.hint}>{t('platform.grantsNone')}</p>
  return (
    <ScrollRegion label={t('platform.looking')}>
      <table className={css.table}>
        <thead>
          <tr>
            {(['asked', 'reason', 'state', 'until', 'decided'] as const).map((column) => (
              <th scope="col" key={column}>
                {t(`platform.grant.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="saldo-hidden">{t('platform.grant.deeds')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {grants.map((grant) => (
            <tr key={grant.id}>
              <th scope="row">
                {grant.askedBy ?? t('platform.unasked')}
                {', '}
                {instantText(grant.askedAt, timeZone, language)}
              </th>
              <td>{grant.reason}</td>
              <td>
                <GrantState grant={grant} />
              </td>
              <td>
                {grant.endsAt === null
                  ? t('platform.hoursLong', { count: grant.hours })
                  : instantText(grant.endsAt, timeZone, language)}
              </td>
              <td>{grant.decidedBy ?? ''}</td>
              <td>{children(grant)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const tones: Readonly<Record<string, Tone>> = { asked: 'warn', granted: 'ok', over: 'off' }

function GrantState({ grant: { state, open } }: { grant: Grant }) {
  const { t } = useTranslation()
  const shown = state === 'granted' && !open ? 'over' : state
  return <Status tone={tones[shown] ?? 'off'}>{t(`platform.grantState.${shown}`)}</Status>
}
