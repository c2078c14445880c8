import { useMemo } from 'react'
import { useLanguage } from '../parts/figures.ts'

/** Counts, sizes and times as people read them. */
export function useFigures() {
  const language = useLanguage()
  return useMemo(() => {
    const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
      new Intl.NumberFormat(language, { numberingSystem: 'latn', ...options }).format(value)
    const unit = (value: number, name: string, digits = 0) =>
      number(value, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      })
    return {
      count: (value: number) => number(value),
      /** For words with a count: the plural goes by the number, and people read it with its separators. */
      counted: (value: number) => ({ count: value, replace: { count: number(value) } }),
      percent: (share: number) => number(share, { style: 'percent', maximumFractionDigits: 0 }),
      size: (bytes: number) =>
        bytes < 1_000_000
          ? unit(Math.max(bytes / 1_000, 0.1), 'kilobyte', 1)
          : unit(bytes / 1_000_000, 'megabyte', 1),
      duration: (seconds: number) =>
        seconds < 90
          ? unit(Math.max(1, Math.round(seconds)), 'second')
          : unit(seconds / 60, 'minute'),
    }
  }, [language])
}

/** Seconds that a job took, from two instants. */
export function secondsBetween(from: string | null, until: string | null): number | undefined {
  if (from === null || until === null) return undefined
  return Math.max(0, (Date.parse(until) - Date.parse(from)) / 1_000)
}
