import { IconBolt, IconDroplet, IconFlame } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

export type Commodity = 'electricity' | 'water' | 'gas'

const icons = { electricity: IconBolt, water: IconDroplet, gas: IconFlame }

/** What flows through the meter, with its icon and colour. */
export function CommodityTag({ commodity }: { commodity: Commodity }) {
  const { t } = useTranslation('ui')
  const CommodityIcon = icons[commodity]
  return (
    <span className={`saldo-status saldo-status-off saldo-commodity-${commodity}`}>
      <CommodityIcon size={14} stroke={2} aria-hidden />
      {t(`commodity.${commodity}`)}
    </span>
  )
}
