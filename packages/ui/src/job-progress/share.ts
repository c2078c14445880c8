/**
 * Whole percent of `all`, never more than 100 and never 100 before the last row; null while nobody knows how
 * many there are. Of nothing, all is done.
 */
export function shareOf(rows: number, all: number | null): number | null {
  if (all === null) return null
  if (all <= 0) return 100
  return Math.min(100, Math.floor((rows * 100) / all))
}
