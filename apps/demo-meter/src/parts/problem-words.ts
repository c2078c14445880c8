import { useTranslation } from 'react-i18next'
import { NETWORK_LOST, type Problem } from '../api.ts'

export type ProblemWords = { title: string; text: string }

/** Turns a problem's code into words of this app. The server's English is for its log. */
export function useProblemWords(): (problem: Problem) => ProblemWords {
  const { t } = useTranslation()
  return (problem) => {
    if (problem.code === NETWORK_LOST)
      return { title: t('states.lost'), text: t('states.lostText') }
    if (problem.code === 'meter.unknown')
      return { title: t('states.unknownMeter'), text: t('states.unknownMeterText') }
    if (problem.code === 'demo.absent')
      return { title: t('states.none'), text: t('states.noneText') }
    if (problem.status === 404) return { title: t('states.off'), text: t('states.offText') }
    const busy = problem.code === 'server.overloaded' || problem.status === 429
    return { title: t('states.failed'), text: t(busy ? 'states.busy' : 'states.failedText') }
  }
}
