/** A currency as the server describes it. */
export interface Currency {
  /** ISO 4217 */
  code: string
  decimals: number
}

const trueMinus = '\u2212'

/**
 * A decimal string of the major unit in the reader's language: "-125.00" as "−125.00". The text goes
 * to Intl as text, never as a number, so no digit is lost. Digits are Latin in every language.
 */
export function formatMoney(
  amount: string,
  currency: Currency,
  { language = 'en', code = false }: { language?: string; code?: boolean } = {},
): string {
  const text = decimal(amount, currency.decimals, language)
  return code ? `${currency.code}\u00a0${text}` : text
}

/** Units keep the decimals they came with: the utility sets the precision, not the screen. */
export function formatUnits(units: string, language = 'en'): string {
  return decimal(units, units.split('.')[1]?.length ?? 0, language)
}

/** "m3" is written m³ on screens. */
export function unitLabel(unit: string): string {
  return unit === 'm3' ? 'm³' : unit
}

function decimal(text: string, decimals: number, language: string): string {
  if (!isDecimal(text)) return text
  return new Intl.NumberFormat(language, {
    numberingSystem: 'latn',
    minimumFractionDigits: decimals,
    maximumFractionDigits: Math.max(decimals, text.split('.')[1]?.length ?? 0),
  })
    .format(text)
    .replace('-', trueMinus)
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text)
}
