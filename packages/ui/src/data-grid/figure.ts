/** A count with its separators, in Latin digits. */
export function figure(count: number, language: string): string {
  return new Intl.NumberFormat(language, { numberingSystem: 'latn' }).format(count)
}
