import { useTranslation } from 'react-i18next'
import type { Compared, Overview } from '../api.ts'
import { weekdayText } from '../parts/days.ts'
import { changeInTenths } from '../parts/decimal.ts'
import { percentText, useLanguage } from '../parts/figures.ts'

export type Change = {
  direction: 'more' | 'less' | 'same' | 'none'
  /** "6.2%"; empty when there is nothing to compare with. */
  percent: string
}

export function changeOf({ now, before }: Compared, language: string): Change {
  const tenths = now === null || before === null ? null : changeInTenths(now, before)
  if (tenths === null) return { direction: 'none', percent: '' }
  if (tenths === 0n) return { direction: 'same', percent: '' }
  return { direction: tenths > 0n ? 'more' : 'less', percent: percentText(tenths, language) }
}

/**
 * How the day of the comparison is called: "last Tuesday" seen from today, "the Tuesday before" seen
 * from a day in the past, where the last Tuesday would be another one.
 */
export function useComparedDay({ day, asOf, utility }: Overview) {
  const { t } = useTranslation()
  const weekday = weekdayText(day, useLanguage())
  const isToday = day === dayIn(utility.timeZone, asOf)
  return {
    /** Then both days are counted up to the same hour only. */
    isToday,
    on: t(isToday ? 'overview.on' : 'overview.onBefore', { weekday }),
    within: t(isToday ? 'overview.last' : 'overview.before', { weekday }),
    atStart: t(isToday ? 'overview.dayLast' : 'overview.dayBeforeThat', { weekday }),
  }
}

function dayIn(timeZone: string, instant: string): string {
  // The Swedish calendar writes days as they travel: 2026-11-24.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(
    new Date(instant),
  )
}
