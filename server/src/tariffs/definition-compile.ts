import { readDecimal } from '../kernel/decimal.ts'
import type { Currency } from '../kernel/money.ts'
import { type FieldError, refusal } from '../kernel/refusal.ts'
import { divide, powerOfTen } from '../kernel/rounding.ts'
import { DEFAULT_ORDER, type Deduction, type TariffDefinition } from './definition.ts'

export const TariffMalformed = refusal(
  'tariff.malformed',
  422,
  'This tariff contradicts itself or its currency.',
)

/** A tariff version ready to price with: all texts read, in minor units and quanta. */
export type Tariff = {
  readonly currency: Currency
  /** Decimals of the quantum: 1 for tokens of a tenth of a unit. */
  readonly unitDecimals: number
  /** Energy money times this is in fine money, of which a quantum costs `Block.price`. */
  readonly fineness: bigint
  readonly blocks: readonly Block[]
  readonly vat: { readonly basisPoints: bigint; readonly label: string }
  readonly pricesIncludeTax: boolean
  readonly levies: readonly Levy[]
  readonly fee: { readonly fixed: bigint; readonly basisPoints: bigint; readonly label: string }
  readonly serviceCharge: ServiceCharge | undefined
  readonly order: readonly Deduction[]
  readonly arrearsFloor: bigint
  readonly limits: Limits
  readonly rounding: 'up' | 'down'
  readonly zeroUnits: 'refuse' | 'receipt'
}

export type Block = {
  /** Last quantum of the month in this block; undefined without end. */
  readonly upTo: bigint | undefined
  /** Millionths of the major unit for a whole unit, which is fine money for a quantum. */
  readonly price: bigint
  readonly priceText: string
  readonly label: string
}

export type Levy = { readonly basisPoints: bigint; readonly taxed: boolean; readonly label: string }

export type ServiceCharge = {
  readonly per: 'month' | 'day'
  /** For one period, without and with VAT. */
  readonly net: bigint
  readonly gross: bigint
  readonly label: string
}

export type Limits = {
  readonly minimum: bigint | undefined
  readonly maximum: bigint | undefined
  readonly dayMaximum: bigint | undefined
  readonly monthMaximum: bigint | undefined
}

const PRICE_DECIMALS = 6

/**
 * Reads and checks a definition for a currency and a quantum. Refuses, with every field at fault, what
 * no sale could be priced with. Callers keep the result: it depends on nothing else.
 */
export function compileTariff(
  definition: TariffDefinition,
  currency: Currency,
  unitDecimals: number,
): Tariff {
  const faults: FieldError[] = []
  const amount = (text: string | undefined, pointer: string): bigint =>
    text === undefined ? 0n : read(text, currency.decimals, pointer, faults)
  const limit = (name: keyof Limits) => {
    const text = definition.limits?.[name]
    return text === undefined ? undefined : amount(text, `/limits/${name}`)
  }
  const tariff: Tariff = {
    currency,
    unitDecimals,
    fineness: powerOfTen(unitDecimals + PRICE_DECIMALS - currency.decimals),
    blocks: compileBlocks(definition, unitDecimals, faults),
    vat: compileVat(definition),
    pricesIncludeTax: definition.pricesIncludeTax,
    levies: (definition.levies ?? []).map((levy) => ({
      basisPoints: BigInt(levy.basisPoints),
      taxed: levy.taxed,
      label: levy.label,
    })),
    fee: {
      fixed: amount(definition.fee?.fixed, '/fee/fixed'),
      basisPoints: BigInt(definition.fee?.basisPoints ?? 0),
      label: definition.fee?.label ?? 'Fee',
    },
    serviceCharge: compileServiceCharge(definition, amount),
    order: compileOrder(definition, faults),
    arrearsFloor: amount(definition.arrearsFloor, '/arrearsFloor'),
    limits: {
      minimum: limit('minimum'),
      maximum: limit('maximum'),
      dayMaximum: limit('dayMaximum'),
      monthMaximum: limit('monthMaximum'),
    },
    rounding: definition.rounding,
    zeroUnits: definition.zeroUnits,
  }
  checkLimits(tariff.limits, faults)
  if (definition.freeUnits)
    read(definition.freeUnits.units, unitDecimals, '/freeUnits/units', faults)
  if (faults.length > 0) throw TariffMalformed({}, { errors: faults })
  return tariff
}

function compileBlocks(
  definition: TariffDefinition,
  unitDecimals: number,
  faults: FieldError[],
): Block[] {
  const last = definition.blocks.length - 1
  if (definition.kind === 'flat' && last !== 0) {
    faults.push({ pointer: '/blocks', code: 'tariff.flat_has_one_price' })
  }
  let before = 0n
  return definition.blocks.map((block, index) => {
    const at = `/blocks/${index}`
    if ((block.upTo === null) !== (index === last)) {
      faults.push({ pointer: `${at}/upTo`, code: 'tariff.only_the_last_block_is_open' })
    }
    const upTo =
      block.upTo === null ? undefined : read(block.upTo, unitDecimals, `${at}/upTo`, faults)
    if (upTo !== undefined) {
      if (upTo <= before) faults.push({ pointer: `${at}/upTo`, code: 'tariff.blocks_must_rise' })
      before = upTo
    }
    const price = read(block.price, PRICE_DECIMALS, `${at}/price`, faults)
    if (price <= 0n) faults.push({ pointer: `${at}/price`, code: 'tariff.price_is_zero' })
    const label = block.label ?? (definition.kind === 'flat' ? 'Units' : `Step ${index + 1}`)
    return { upTo, price, priceText: block.price, label }
  })
}

function compileVat(definition: TariffDefinition): Tariff['vat'] {
  const { basisPoints, label } = definition.vat
  const percent = `${Math.floor(basisPoints / 100)}.${(basisPoints % 100).toString().padStart(2, '0')}`
  return {
    basisPoints: BigInt(basisPoints),
    label: label ?? `VAT ${percent.replace(/\.?0+$/, '')}%`,
  }
}

function compileServiceCharge(
  definition: TariffDefinition,
  amount: (text: string, pointer: string) => bigint,
): ServiceCharge | undefined {
  const charge = definition.serviceCharge
  if (charge === undefined) return undefined
  const stated = amount(charge.amount, '/serviceCharge/amount')
  if (stated <= 0n) return undefined
  const rate = charge.taxed ? BigInt(definition.vat.basisPoints) : 0n
  const included = definition.pricesIncludeTax
  return {
    per: charge.per,
    net: included ? stated - divide(stated * rate, 10_000n + rate, 'half up') : stated,
    gross: included ? stated : stated + divide(stated * rate, 10_000n, 'half up'),
    label: charge.label ?? 'Service charge',
  }
}

function compileOrder(definition: TariffDefinition, faults: FieldError[]): readonly Deduction[] {
  const order = definition.order ?? DEFAULT_ORDER
  if (new Set(order).size !== DEFAULT_ORDER.length) {
    faults.push({ pointer: '/order', code: 'tariff.order_names_each_once' })
  }
  return order
}

function checkLimits(limits: Limits, faults: FieldError[]): void {
  const { minimum = 0n, maximum, dayMaximum, monthMaximum } = limits
  const rising: [keyof Limits, bigint | undefined][] = [
    ['maximum', maximum],
    ['dayMaximum', dayMaximum],
    ['monthMaximum', monthMaximum],
  ]
  for (const [name, value] of rising) {
    if (value !== undefined && value < minimum) {
      faults.push({ pointer: `/limits/${name}`, code: 'tariff.maximum_below_minimum' })
    }
  }
}

function read(text: string, decimals: number, pointer: string, faults: FieldError[]): bigint {
  const value = readDecimal(text, decimals, 'zero or more')
  if (typeof value === 'bigint') return value
  faults.push({ pointer, code: `tariff.${value}` })
  return 0n
}
