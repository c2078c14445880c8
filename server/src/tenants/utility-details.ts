import { languages } from '../access/index.ts'
import { isZone } from '../kernel/calendar.ts'
import type { Id } from '../kernel/ids.ts'
import { type Currency, formatMinor } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import type { Commodity } from '../ledger/index.ts'

export const UtilityMalformed = refusal(
  'utility.malformed',
  400,
  'The details of this utility cannot be used. The fields at fault are named.',
)

/** A company that supplies electricity, water or gas, as receipts and screens need it. */
export type Utility = {
  readonly tenantId: Id<'tenant'>
  readonly id: Id<'utility'>
  readonly name: string
  /** Stands in front of receipt numbers: "HC" makes HC-88417. */
  readonly receiptPrefix: string
  readonly currency: Currency
  /** IANA name. A business day is a day of this zone. */
  readonly timeZone: string
  readonly commodities: readonly Commodity[]
  readonly address: string
  readonly taxNumber: string
  readonly supportPhone: string
  /** Printed at the foot of receipts; may be empty. */
  readonly receiptMessage: string
  /** Amounts offered at the till, minor units. */
  readonly quickAmounts: readonly bigint[]
  /** What fits on a phone; the whole name when empty. */
  readonly shortName: string
  /** BCP 47 tags offered to its customers, the first one unless they choose. */
  readonly languages: readonly string[]
  /** Decimals that units are shown with, for each commodity it has. */
  readonly unitDecimals: Readonly<Record<string, number>>
  /** Months that sales and readings are kept at least. */
  readonly retentionMonths: number
  /** "#0b6558"; empty for the platform's own colour. */
  readonly brandColour: string
  readonly accentColour: string
}

type Usual = 'shortName' | 'languages' | 'unitDecimals' | 'retentionMonths'
type Branding = 'brandColour' | 'accentColour'
export type NewUtility = Omit<Utility, 'tenantId' | 'id' | Usual | Branding> &
  Partial<Pick<Utility, Usual>> & { readonly id?: Id<'utility'> }

/** Electricity to a tenth of a kWh, water and gas finer: unless the utility says otherwise. */
export const usualUnitDecimals: Readonly<Record<Commodity, number>> = {
  electricity: 1,
  water: 2,
  gas: 2,
}

/** What a utility may change about itself at any time. */
export type UtilityDetails = Pick<
  Utility,
  | 'name'
  | 'shortName'
  | 'receiptPrefix'
  | 'address'
  | 'taxNumber'
  | 'supportPhone'
  | 'receiptMessage'
  | 'quickAmounts'
  | 'languages'
  | 'unitDecimals'
  | 'retentionMonths'
>

/** Months: STS meters live longer than a year, and nobody keeps books for more than fifty. */
const RETENTION = { least: 12, most: 600, usual: 120 } as const
const MOST_DECIMALS = 3

/**
 * The changeable details, cleaned, with what is usual where nothing is said.
 * @throws UtilityMalformed, TextMalformed
 */
export function checkedDetails(given: Given, otherFaults: Faults = []): UtilityDetails {
  const details = {
    name: cleanText(given.name, { pointer: '/name', max: 120 }),
    shortName: cleanText(given.shortName ?? '', { pointer: '/shortName', max: 30, min: 0 }),
    receiptPrefix: given.receiptPrefix,
    address: cleanText(given.address, { pointer: '/address', max: 300, min: 0 }),
    taxNumber: cleanText(given.taxNumber, { pointer: '/taxNumber', max: 40, min: 0 }),
    supportPhone: cleanText(given.supportPhone, { pointer: '/supportPhone', max: 40, min: 0 }),
    receiptMessage: cleanText(given.receiptMessage, {
      pointer: '/receiptMessage',
      max: 500,
      min: 0,
      multiline: true,
    }),
    quickAmounts: given.quickAmounts,
    languages: given.languages ?? ['en'],
    unitDecimals: given.unitDecimals ?? {},
    retentionMonths: given.retentionMonths ?? RETENTION.usual,
  }
  const faults = [
    !/^[A-Z0-9]{1,6}$/.test(details.receiptPrefix) && '/receiptPrefix',
    !areAmounts(details.quickAmounts) && '/quickAmounts',
    !areLanguages(details.languages) && '/languages',
    !areDecimals(details.unitDecimals) && '/unitDecimals',
    !isWithin(details.retentionMonths, RETENTION.least, RETENTION.most) && '/retentionMonths',
    ...otherFaults,
  ].filter((pointer) => pointer !== false)
  if (faults.length > 0) {
    const errors = faults.map((pointer) => ({ pointer, code: 'utility.malformed' }))
    throw UtilityMalformed({}, { errors })
  }
  return details
}

/** Details as people read them in the trail: amounts in the major unit. */
export function auditedDetails<Details extends Pick<UtilityDetails, 'quickAmounts'>>(
  details: Details,
  currency: Currency,
) {
  const quickAmounts = details.quickAmounts.map((minor) => formatMinor(minor, currency))
  return { ...details, quickAmounts }
}

/** The same of a new utility, whose currency, zone and commodities are looked at too. */
export function checkedNew(utility: NewUtility): UtilityDetails {
  const { code, decimals } = utility.currency
  return checkedDetails(utility, [
    !(/^[A-Z]{3}$/.test(code) && [0, 2, 3].includes(decimals)) && '/currency',
    !isZone(utility.timeZone) && '/timeZone',
    !areCommodities(utility.commodities) && '/commodities',
  ])
}

type Given = Omit<NewUtility, 'id' | 'currency' | 'timeZone' | 'commodities'>
type Faults = readonly (string | false)[]

const known: readonly Commodity[] = ['electricity', 'water', 'gas']

function areCommodities(commodities: readonly Commodity[]): boolean {
  return (
    commodities.length > 0 &&
    new Set(commodities).size === commodities.length &&
    commodities.every((commodity) => known.includes(commodity))
  )
}

function areAmounts(amounts: readonly bigint[]): boolean {
  return amounts.length <= 12 && amounts.every((amount) => amount > 0n && amount <= 10n ** 15n)
}

function areLanguages(tags: readonly string[]): boolean {
  const offered: readonly string[] = languages
  return (
    tags.length > 0 &&
    new Set(tags).size === tags.length &&
    tags.every((tag) => offered.includes(tag))
  )
}

function areDecimals(decimals: Readonly<Record<string, number>>): boolean {
  return Object.entries(decimals).every(
    ([commodity, count]) =>
      (known as readonly string[]).includes(commodity) && isWithin(count, 0, MOST_DECIMALS),
  )
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}
