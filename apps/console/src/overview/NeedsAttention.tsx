import { EmptyState, Panel } from '@saldo/ui'
import {
  type Icon,
  IconAlertTriangle,
  IconBuildingStore,
  IconCalendarX,
  IconMoodCheck,
  IconUserQuestion,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../api.ts'
import css from './NeedsAttention.module.css'

const looks: Record<string, { icon: Icon; tone: 'bad' | 'warn' | 'info' }> = {
  sale_unknown: { icon: IconUserQuestion, tone: 'bad' },
  vendor_low: { icon: IconBuildingStore, tone: 'warn' },
  meter_base_date: { icon: IconCalendarX, tone: 'info' },
}

export function NeedsAttention({ items }: { items: Overview['attention'] }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('attention.title')}>
      {items.length === 0 && (
        <EmptyState icon={IconMoodCheck} title={t('attention.none')}>
          {t('attention.noneNext')}
        </EmptyState>
      )}
      <ul className={css.items}>
        {items.map((item) => (
          <Item key={item.kind} {...item} />
        ))}
      </ul>
    </Panel>
  )
}

function Item({ kind, count }: Overview['attention'][number]) {
  const { t } = useTranslation()
  // A newer server may name a kind this app does not know yet.
  const { icon: KindIcon, tone } = looks[kind] ?? { icon: IconAlertTriangle, tone: 'warn' }
  const key = kind in looks ? `attention.${kind}` : 'attention.other'
  return (
    <li>
      <span className={css.tile} data-tone={tone}>
        <KindIcon size={18} stroke={1.75} aria-hidden />
      </span>
      <div>
        <p className={css.what}>{t(key, { count: Number(count), kind })}</p>
      </div>
    </li>
  )
}
