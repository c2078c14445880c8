import { Status, type Tone } from '@saldo/ui'
import {
  type Icon,
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { JobStateName } from './search.ts'

const looks: Record<JobStateName, { tone: Tone; icon: Icon }> = {
  queued: { tone: 'off', icon: IconClock },
  running: { tone: 'info', icon: IconPlayerPlay },
  paused: { tone: 'warn', icon: IconPlayerPause },
  done: { tone: 'ok', icon: IconCheck },
  done_with_errors: { tone: 'warn', icon: IconAlertTriangle },
  failed: { tone: 'bad', icon: IconX },
  cancelled: { tone: 'off', icon: IconPlayerStop },
}

export function JobState({ state }: { state: JobStateName }) {
  const { t } = useTranslation()
  const { tone, icon } = looks[state]
  return (
    <Status tone={tone} icon={icon}>
      {t(`jobs.state.${state}`)}
    </Status>
  )
}
