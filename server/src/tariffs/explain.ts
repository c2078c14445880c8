import { writeDecimal } from '../kernel/decimal.ts'
import type { PriceTrace, TraceStep } from './price-trace.ts'

/** Says in plain English, step by step, why a purchase bought the units it did. */
export function explain(trace: PriceTrace): string[] {
  const { input } = trace
  const money = (minor: string) =>
    `${input.currency} ${writeDecimal(BigInt(minor), input.decimals)}`
  const units = (quanta: string) => writeDecimal(BigInt(quanta), input.unitDecimals)
  const first = `The customer paid ${money(input.tender)} on ${input.businessDay}.`
  const before = `Before this, ${units(input.monthUnitsBefore)} units were bought this month.`
  return [first, before, ...trace.steps.map((step) => sentence(step, trace, money, units))]
}

type Words = (whole: string) => string

function sentence(step: TraceStep, trace: PriceTrace, money: Words, units: Words): string {
  switch (step.step) {
    case 'fee':
      return `The fee took ${money(step.minor)}; ${money(step.left)} was left.`
    case 'arrears': {
      const label = trace.input.debts.find((debt) => debt.id === step.debtId)?.label ?? 'Arrears'
      return `${label} took ${money(step.minor)} and ${money(step.remaining)} is still owed; ${money(step.left)} was left.`
    }
    case 'service_charge':
      if (step.periods === '0') return 'No service charge was due or could be paid.'
      return `Service charges for ${step.periods} ${step.periods === '1' ? 'period' : 'periods'} took ${money(step.minor)} and ${money(step.tax)} of tax, and are paid through ${step.paidThrough}; ${money(step.left)} was left.`
    case 'tax':
      return `Of ${money(step.gross)}, VAT took ${money(step.vat)}${leviesOf(step.levies, money)} and ${money(step.net)} bought units.`
    case 'block':
      return `${step.label}: ${units(step.units)} units at ${step.price} for ${money(step.minor)}.`
    case 'rounding':
      return `${money(step.minor)} was less than the smallest unit.`
    case 'units':
      return `The token carries ${units(step.booked)} units.`
  }
}

function leviesOf(levies: readonly string[], money: Words): string {
  if (levies.length === 0) return ''
  const sum = levies.reduce((total, minor) => total + BigInt(minor), 0n)
  return `, levies ${money(sum.toString())}`
}
