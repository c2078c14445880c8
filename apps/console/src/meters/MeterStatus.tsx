import { Status, type Tone } from '@saldo/ui'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconPackage,
  IconPackageOff,
  IconTrash,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { meterStatuses } from './search.ts'

type MeterStatusName = (typeof meterStatuses)[number]

const looks: Record<MeterStatusName, { tone: Tone; icon: Icon }> = {
  stock: { tone: 'info', icon: IconPackage },
  installed: { tone: 'ok', icon: IconCheck },
  blocked: { tone: 'bad', icon: IconBan },
  faulty: { tone: 'warn', icon: IconAlertTriangle },
  removed: { tone: 'off', icon: IconPackageOff },
  scrapped: { tone: 'off', icon: IconTrash },
}

export function MeterStatus({ status }: { status: MeterStatusName }) {
  const { t } = useTranslation()
  const { tone, icon } = looks[status]
  return (
    <Status tone={tone} icon={icon}>
      {t(`meters.status.${status}`)}
    </Status>
  )
}
