import { writeDecimal } from '../kernel/decimal.ts'
import type { Debt, Recovery } from './charges-arrears.ts'
import type { Tariff } from './definition-compile.ts'
import type { PriceOrder } from './price-share.ts'

/**
 * How a purchase was priced, stored with the sale: the inputs, which recompute it together with the
 * immutable tariff version, and every step with its result. Plain JSON; minor units and quanta are
 * texts of whole numbers. A new version number is given when the calculation or this shape changes.
 */
export const TRACE_VERSION = 1

export type PriceTrace = {
  readonly version: typeof TRACE_VERSION
  readonly input: TraceInput
  readonly steps: readonly TraceStep[]
}

export type TraceInput = {
  readonly currency: string
  readonly decimals: number
  readonly unitDecimals: number
  readonly tender: string
  readonly businessDay: string
  readonly monthUnitsBefore: string
  readonly dayMinorBefore: string
  readonly monthMinorBefore: string
  readonly serviceChargePaidThrough: string | null
  readonly debts: readonly TraceDebt[]
}

export type TraceDebt = {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly owed: string
  readonly recovery:
    | { readonly by: 'percent'; readonly basisPoints: number }
    | { readonly by: 'fixed'; readonly amount: string }
    | { readonly by: 'instalment'; readonly amount: string; readonly paidThisMonth: string }
  readonly cap: string | null
  readonly order: number
}

export type TraceStep =
  | { readonly step: 'fee'; readonly minor: string; readonly left: string }
  | {
      readonly step: 'arrears'
      readonly debtId: string
      readonly minor: string
      readonly remaining: string
      readonly left: string
    }
  | {
      readonly step: 'service_charge'
      readonly periods: string
      readonly open: string
      readonly minor: string
      readonly tax: string
      readonly paidThrough: string | null
      readonly left: string
    }
  | {
      readonly step: 'tax'
      readonly gross: string
      readonly vat: string
      readonly levies: readonly string[]
      readonly net: string
    }
  | {
      readonly step: 'block'
      readonly label: string
      readonly price: string
      readonly units: string
      readonly minor: string
    }
  | { readonly step: 'rounding'; readonly minor: string }
  | { readonly step: 'units'; readonly bought: string; readonly booked: string }

export function traceInput(order: PriceOrder): TraceInput {
  return {
    currency: order.tariff.currency.code,
    decimals: order.tariff.currency.decimals,
    unitDecimals: order.tariff.unitDecimals,
    tender: order.tender.toString(),
    businessDay: order.businessDay,
    monthUnitsBefore: order.monthUnitsBefore.toString(),
    dayMinorBefore: order.dayMinorBefore.toString(),
    monthMinorBefore: order.monthMinorBefore.toString(),
    serviceChargePaidThrough: order.serviceChargePaidThrough,
    debts: order.debts.map(traceDebt),
  }
}

/** The order a stored trace was priced from, to price it again with its tariff version. */
export function orderOf(
  input: TraceInput,
  tariff: Tariff,
  encodable?: PriceOrder['encodable'],
): PriceOrder {
  if (input.currency !== tariff.currency.code || input.unitDecimals !== tariff.unitDecimals) {
    throw new TypeError('This trace was made with another tariff.')
  }
  return {
    tariff,
    tender: BigInt(input.tender),
    businessDay: input.businessDay,
    monthUnitsBefore: BigInt(input.monthUnitsBefore),
    dayMinorBefore: BigInt(input.dayMinorBefore),
    monthMinorBefore: BigInt(input.monthMinorBefore),
    serviceChargePaidThrough: input.serviceChargePaidThrough,
    debts: input.debts.map(debtOf),
    ...(encodable && { encodable }),
  }
}

function traceDebt(debt: Debt): TraceDebt {
  const { recovery } = debt
  return {
    id: debt.id,
    kind: debt.kind,
    label: debt.label,
    owed: debt.owed.toString(),
    recovery:
      recovery.by === 'percent'
        ? // Basis points, not money: at most 10,000.
          { by: 'percent', basisPoints: Number.parseInt(recovery.basisPoints.toString(), 10) }
        : recovery.by === 'fixed'
          ? { by: 'fixed', amount: recovery.amount.toString() }
          : {
              by: 'instalment',
              amount: recovery.amount.toString(),
              paidThisMonth: recovery.paidThisMonth.toString(),
            },
    cap: debt.cap === null ? null : debt.cap.toString(),
    order: debt.order,
  }
}

function debtOf(debt: TraceDebt): Debt {
  return {
    ...debt,
    owed: BigInt(debt.owed),
    recovery: recoveryOf(debt.recovery),
    cap: debt.cap === null ? null : BigInt(debt.cap),
  }
}

function recoveryOf(recovery: TraceDebt['recovery']): Recovery {
  if (recovery.by === 'percent') {
    return { by: 'percent', basisPoints: BigInt(recovery.basisPoints) }
  }
  if (recovery.by === 'fixed') return { by: 'fixed', amount: BigInt(recovery.amount) }
  return {
    by: 'instalment',
    amount: BigInt(recovery.amount),
    paidThisMonth: BigInt(recovery.paidThisMonth),
  }
}

/** Units as people read them, for labels and explanations. */
export function shownUnits(quanta: bigint, tariff: Tariff): string {
  return writeDecimal(quanta, tariff.unitDecimals)
}
