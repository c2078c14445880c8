import type { Problem } from '@saldo/api-client'
import type { UtilityDetail } from './queries.ts'

type Commodity = UtilityDetail['commodities'][number]
type Language = UtilityDetail['languages'][number]

export const commodities: readonly Commodity[] = ['electricity', 'water', 'gas']
export const languageTags: readonly Language[] = ['en', 'fr', 'pt', 'es', 'sw', 'ar']

/** What the fields of a utility hold while they are typed in. The names are those of the request. */
export type DetailValues = {
  name: string
  shortName: string
  receiptPrefix: string
  address: string
  taxNumber: string
  supportPhone: string
  receiptMessage: string
  /** One line: "50, 100, 200". */
  quickAmounts: string
  /** The first is the usual one. */
  languages: Language[]
  commodities: Commodity[]
  unitDecimals: Record<Commodity, string>
  retentionMonths: string
}

export type NewValues = DetailValues & {
  currency: { code: string; decimals: string }
  timeZone: string
}

export const noDetails: DetailValues = {
  name: '',
  shortName: '',
  receiptPrefix: '',
  address: '',
  taxNumber: '',
  supportPhone: '',
  receiptMessage: '',
  quickAmounts: '',
  languages: ['en'],
  commodities: ['electricity'],
  unitDecimals: { electricity: '1', water: '2', gas: '2' },
  retentionMonths: '120',
}

/** The fields as a utility has them now. */
export function valuesOf(utility: UtilityDetail): DetailValues {
  const { name, shortName, receiptPrefix, address, taxNumber, supportPhone } = utility
  const decimals = { ...noDetails.unitDecimals }
  for (const commodity of commodities) {
    const count = utility.unitDecimals[commodity]
    if (count !== undefined) decimals[commodity] = String(count)
  }
  return {
    name,
    shortName,
    receiptPrefix,
    address,
    taxNumber,
    supportPhone,
    receiptMessage: utility.receiptMessage,
    quickAmounts: utility.quickAmounts.join(', '),
    languages: [...utility.languages],
    commodities: [...utility.commodities],
    unitDecimals: decimals,
    retentionMonths: String(utility.retentionMonths),
  }
}

/** The request that says what the fields say. */
export function detailsOf(values: DetailValues) {
  const { quickAmounts, unitDecimals, retentionMonths, ...same } = values
  return {
    ...same,
    quickAmounts: quickAmounts.split(/[\s,;]+/).filter((text) => text !== ''),
    unitDecimals: Object.fromEntries(
      same.commodities.map((commodity) => [commodity, whole(unitDecimals[commodity])]),
    ),
    retentionMonths: whole(retentionMonths),
  }
}

/** The amounts are one field here: a fault of one of them is a fault of the field. */
export function onOneField(problem: Problem | null): Problem | null {
  if (!problem?.errors) return problem
  const errors = problem.errors.map((fault) => ({
    ...fault,
    pointer: fault.pointer.replace(/^\/(quickAmounts|languages|commodities)\/\d+$/, '/$1'),
  }))
  return { ...problem, errors }
}

/** How many decimals a currency has by ISO 4217, as the browser knows it; 2 of one it does not know. */
export function usualDecimals(code: string): '0' | '2' | '3' {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: code,
    }).resolvedOptions()
    return maximumFractionDigits === 0 ? '0' : maximumFractionDigits === 3 ? '3' : '2'
  } catch {
    return '2'
  }
}

/** The whole number a text says; -1, which the server refuses and names, when it says none. */
function whole(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number.parseInt(text, 10) : -1
}
