import { lesser } from '../kernel/rounding.ts'
import { type Bought, buyUnits } from './blocks.ts'
import { type ChargesDue, serviceChargesDue, splitTaxes, type Taxes } from './charges.ts'
import { agreedShare, type Debt, inOrder, TEN_THOUSAND } from './charges-arrears.ts'
import type { Tariff } from './definition-compile.ts'

/** What a purchase is priced from: nothing else decides. All money in minor units of the tariff. */
export type PriceOrder = {
  readonly tariff: Tariff
  readonly tender: bigint
  /** The utility's day, "2026-11-24". */
  readonly businessDay: string
  /** Quanta of this calendar month so far, free and transferred ones included. */
  readonly monthUnitsBefore: bigint
  readonly dayMinorBefore: bigint
  readonly monthMinorBefore: bigint
  /** Last day whose service charge is paid; null when none ever was. */
  readonly serviceChargePaidThrough: string | null
  readonly debts: readonly Debt[]
  /**
   * What a token can carry for these quanta, never less: large amounts have coarser steps
   * (IEC 62055-41, 6.3.6). Undefined when no token can. Without it every amount is possible.
   */
  readonly encodable?: (quanta: bigint) => bigint | undefined
}

/** How a tender is shared out. */
export type Share = {
  readonly fee: bigint
  readonly arrears: readonly { readonly debt: Debt; readonly minor: bigint }[]
  readonly chargePeriods: bigint
  /** Charge periods that the tender could not pay. */
  readonly chargePeriodsOpen: bigint
  readonly chargeNet: bigint
  readonly chargeTax: bigint
  /** For energy with its levies and VAT. */
  readonly gross: bigint
  readonly taxes: Taxes
  readonly bought: Bought
}

/** Shares a tender out in the tariff's order. Pure, total, and never gives less for more. */
export function shareOut(order: PriceOrder, tender: bigint): Share {
  const { tariff } = order
  const charge = tariff.serviceCharge
  const due = serviceChargesDue(charge, order.serviceChargePaidThrough, order.businessDay)
  // The fee is rounded before the arrears, whichever is taken first: see `Purse`.
  const feeShare = tariff.fee.fixed * TEN_THOUSAND + tariff.fee.basisPoints * tender
  const wholeFee = feeShare / TEN_THOUSAND
  const purse: Purse = { tender, left: tender, fraction: feeShare - wholeFee * TEN_THOUSAND }
  let fee = 0n
  let arrears: Share['arrears'] = []
  let periods = 0n
  for (const [place, deduction] of tariff.order.entries()) {
    if (deduction === 'fee') {
      fee = lesser(wholeFee, purse.left)
      purse.left -= fee
    } else if (deduction === 'arrears') {
      arrears = takeArrears(purse, order.debts, reserved(tariff, due, wholeFee, place))
    } else if (charge !== undefined && due.periods > 0n) {
      periods = payablePeriods(purse.left, charge.gross, due.periods)
      purse.left -= periods * charge.gross
    }
  }
  const taxes = splitTaxes(tariff, purse.left)
  return {
    fee,
    arrears,
    chargePeriods: periods,
    chargePeriodsOpen: due.periods - periods,
    chargeNet: charge === undefined ? 0n : periods * charge.net,
    chargeTax: charge === undefined ? 0n : periods * (charge.gross - charge.net),
    gross: purse.left,
    taxes,
    bought: buyUnits(
      tariff,
      tariff.pricesIncludeTax ? purse.left : taxes.net,
      order.monthUnitsBefore,
    ),
  }
}

// `fraction` is what earlier shares of the tender left below a minor unit, in ten-thousandths. The sum of
// all shares is rounded, not each: else a cent more could make two of them grow and buy less.
type Purse = { readonly tender: bigint; left: bigint; fraction: bigint }

function takeArrears(purse: Purse, debts: readonly Debt[], keep: bigint): Share['arrears'] {
  const taken: { debt: Debt; minor: bigint }[] = []
  for (const debt of inOrder(debts)) {
    const exact = agreedShare(debt, purse.tender) + purse.fraction
    const whole = exact / TEN_THOUSAND
    purse.fraction = exact - whole * TEN_THOUSAND
    const free = purse.left - keep
    const minor = lesser(whole, free)
    if (minor <= 0n) continue
    purse.left -= minor
    taken.push({ debt, minor })
  }
  return taken
}

/** What arrears must leave: the floor for energy, and then also what is charged after them. */
function reserved(tariff: Tariff, due: ChargesDue, fee: bigint, place: number): bigint {
  if (tariff.arrearsFloor === 0n) return 0n
  let keep = tariff.arrearsFloor
  for (const later of tariff.order.slice(place + 1)) {
    if (later === 'fee') keep += fee
    if (later === 'service_charge') keep += due.gross
  }
  return keep
}

function payablePeriods(left: bigint, gross: bigint, due: bigint): bigint {
  return lesser(left / gross, due)
}
