import { Status, type Tone } from '@saldo/ui'
import {
  type Icon,
  IconArrowBackUp,
  IconCheck,
  IconHelp,
  IconHourglass,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SaleRow } from './queries.ts'

const looks: Record<SaleRow['state'], { tone: Tone; icon: Icon }> = {
  done: { tone: 'ok', icon: IconCheck },
  held: { tone: 'info', icon: IconHourglass },
  unknown: { tone: 'warn', icon: IconHelp },
  refused: { tone: 'bad', icon: IconX },
  reversed: { tone: 'off', icon: IconArrowBackUp },
}

/** How a sale stands. Unknown is a state of its own, no error. */
export function SaleState({ state }: { state: SaleRow['state'] }) {
  const { t } = useTranslation()
  const { tone, icon } = looks[state]
  return (
    <Status tone={tone} icon={icon}>
      {t(`transactions.state.${state}`)}
    </Status>
  )
}
