import { EmptyState, formatMoney, formatUnits, Panel } from '@saldo/ui'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import { largest } from '../parts/decimal.ts'
import { useLanguage } from '../parts/figures.ts'
import css from './ChannelMix.module.css'

export function ChannelMix({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { channels, utility } = overview
  const most = largest(channels.map(({ share }) => share))
  return (
    <Panel
      title={t('channels.title')}
      action={<span className={css.note}>{t('channels.share')}</span>}
    >
      {channels.length === 0 && <EmptyState icon={IconArrowsSplit2} title={t('channels.empty')} />}
      <ul className={css.channels}>
        {channels.map(({ channel, value, share }) => (
          <li key={channel}>
            <span>{t(`channels.${channel}`, channel)}</span>
            <span className={css.share}>{formatUnits(share, language)}%</span>
            <i style={{ inlineSize: `calc(100% * ${share} / ${most === '0' ? '1' : most})` }} />
            <span className={css.value}>
              {formatMoney(value, utility.currency, { language, code: true })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
