import { useTranslation } from 'react-i18next'
import type { JobRow } from './queries.ts'

/** Jobs in words, in the reader's language. */
export function useJobWords() {
  const { t, i18n } = useTranslation()
  const count = (rows: number) =>
    new Intl.NumberFormat(i18n.language, { numberingSystem: 'latn' }).format(rows)
  return {
    count,
    /** What a kind of job is called; one that has no words yet by its own name. */
    kind: (kind: string) => t(`jobs.kind.${kind.replaceAll('.', '_')}`, { defaultValue: kind }),
    /** How far it is. */
    progress: ({ rows: { all, done, skipped, failed } }: Pick<JobRow, 'rows'>) =>
      [
        all === null
          ? t('jobs.rowsSoFar', { count: done + skipped, rows: count(done + skipped) })
          : t('jobs.rowsOf', { count: all, rows: count(done + skipped), all: count(all) }),
        ...(skipped > 0 ? [t('jobs.skipped', { count: skipped, rows: count(skipped) })] : []),
        ...(failed > 0 ? [t('jobs.failed', { count: failed, rows: count(failed) })] : []),
      ].join(' · '),
    /** How fast, and how long still. */
    pace: ({ perSecond, secondsLeft, state }: JobRow) => {
      if (state !== 'running') return ''
      const rate = perSecond === null ? [] : [t('jobs.perSecond', { rows: count(perSecond) })]
      const left = secondsLeft === null ? [] : [timeLeft(secondsLeft)]
      return [...rate, ...left].join(' · ')
    },
  }

  function timeLeft(seconds: number): string {
    if (seconds < 60) return t('jobs.left.seconds', { count: seconds })
    const minutes = Math.ceil(seconds / 60)
    if (minutes < 120) return t('jobs.left.minutes', { count: minutes })
    return t('jobs.left.hours', { count: Math.ceil(minutes / 60) })
  }
}
