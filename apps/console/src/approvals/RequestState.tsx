import { Status, type Tone } from '@saldo/ui'
import {
  type Icon,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconClockOff,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RequestRow } from './queries.ts'

/** What became of a request, in a word. */
export function RequestState({ request: { state } }: { request: Pick<RequestRow, 'state'> }) {
  const { t } = useTranslation()
  const { tone, icon } = looks[state]
  return (
    <Status tone={tone} icon={icon}>
      {t(`approvals.state.${state}`)}
    </Status>
  )
}

const looks: Readonly<Record<RequestRow['state'], { tone: Tone; icon: Icon }>> = {
  waiting: { tone: 'warn', icon: IconClock },
  executed: { tone: 'ok', icon: IconCheck },
  rejected: { tone: 'bad', icon: IconX },
  expired: { tone: 'off', icon: IconClockOff },
  withdrawn: { tone: 'off', icon: IconArrowBackUp },
}
