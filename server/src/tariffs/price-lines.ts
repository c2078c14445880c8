import { paidThroughAfter } from './charges.ts'
import type { Tariff } from './definition-compile.ts'
import type { PriceOrder, Share } from './price-share.ts'
import { type PriceTrace, TRACE_VERSION, type TraceStep, traceInput } from './price-trace.ts'

export type PricedLineKind =
  | 'fee'
  | 'arrears'
  | 'service_charge'
  | 'levy'
  | 'tax'
  | 'energy'
  | 'rounding'

/** One line of a receipt. `minor` is never negative; all lines together are the tender. */
export type PricedLine = {
  readonly kind: PricedLineKind
  readonly label: string
  readonly minor: bigint
  /** Quanta bought in this line. */
  readonly units?: bigint
  /** Price of a whole unit as the tariff states it. */
  readonly priceText?: string
  readonly debtId?: string
  /** Still owed after this purchase. */
  readonly remaining?: bigint
}

export type Priced = {
  readonly lines: readonly PricedLine[]
  /** Quanta on the token, as the token carries them. */
  readonly units: bigint
  /** Without taxes, what rounding kept included. */
  readonly energyMinor: bigint
  readonly taxMinor: bigint
  readonly levyMinor: bigint
  readonly feeMinor: bigint
  readonly chargeMinor: bigint
  readonly arrearsMinor: bigint
  readonly arrears: readonly {
    readonly debtId: string
    readonly minor: bigint
    readonly remaining: bigint
  }[]
  readonly serviceChargePaidThrough: string | null
  readonly trace: PriceTrace
}

/** Writes a share out as receipt lines and trace. `units` is what the token carries. */
export function writeOut(order: PriceOrder, share: Share, units: bigint): Priced {
  const paper: Paper = { lines: [], steps: [], left: order.tender }
  const paidThrough = paidThroughAfter(
    order.tariff.serviceCharge,
    order.serviceChargePaidThrough,
    order.businessDay,
    share.chargePeriods,
  )
  for (const deduction of order.tariff.order) {
    if (deduction === 'fee') feeLine(paper, order.tariff, share)
    else if (deduction === 'arrears') arrearsLines(paper, share)
    else chargeLine(paper, order.tariff, share, paidThrough)
  }
  taxLines(paper, order.tariff, share)
  energyLines(paper, order.tariff, share, units)
  return {
    lines: paper.lines,
    units,
    energyMinor: share.taxes.net,
    taxMinor: share.taxes.vat + share.chargeTax,
    levyMinor: share.taxes.levies.reduce((sum, minor) => sum + minor, 0n),
    feeMinor: share.fee,
    chargeMinor: share.chargeNet,
    arrearsMinor: share.arrears.reduce((sum, { minor }) => sum + minor, 0n),
    arrears: share.arrears.map(({ debt, minor }) => ({
      debtId: debt.id,
      minor,
      remaining: debt.owed - minor,
    })),
    serviceChargePaidThrough: paidThrough,
    trace: { version: TRACE_VERSION, input: traceInput(order), steps: paper.steps },
  }
}

type Paper = { readonly lines: PricedLine[]; readonly steps: TraceStep[]; left: bigint }

function feeLine(paper: Paper, tariff: Tariff, share: Share): void {
  if (share.fee === 0n) return
  paper.left -= share.fee
  paper.lines.push({ kind: 'fee', label: tariff.fee.label, minor: share.fee })
  paper.steps.push({ step: 'fee', minor: share.fee.toString(), left: paper.left.toString() })
}

function arrearsLines(paper: Paper, share: Share): void {
  for (const { debt, minor } of share.arrears) {
    const remaining = debt.owed - minor
    paper.left -= minor
    paper.lines.push({ kind: 'arrears', label: debt.label, minor, debtId: debt.id, remaining })
    paper.steps.push({
      step: 'arrears',
      debtId: debt.id,
      minor: minor.toString(),
      remaining: remaining.toString(),
      left: paper.left.toString(),
    })
  }
}

function chargeLine(paper: Paper, tariff: Tariff, share: Share, paidThrough: string | null): void {
  if (tariff.serviceCharge === undefined) return
  paper.left -= share.chargeNet + share.chargeTax
  if (share.chargeNet > 0n) {
    const { label, per } = tariff.serviceCharge
    const periods = share.chargePeriods > 1n ? `, ${share.chargePeriods} ${per}s` : ''
    paper.lines.push({
      kind: 'service_charge',
      label: label + periods,
      minor: share.chargeNet,
    })
  }
  paper.steps.push({
    step: 'service_charge',
    periods: share.chargePeriods.toString(),
    open: share.chargePeriodsOpen.toString(),
    minor: share.chargeNet.toString(),
    tax: share.chargeTax.toString(),
    paidThrough,
    left: paper.left.toString(),
  })
}

function taxLines(paper: Paper, tariff: Tariff, share: Share): void {
  const { taxes } = share
  for (const [index, minor] of taxes.levies.entries()) {
    if (minor > 0n)
      paper.lines.push({ kind: 'levy', label: tariff.levies[index]?.label ?? '', minor })
  }
  const vat = taxes.vat + share.chargeTax
  if (vat > 0n) paper.lines.push({ kind: 'tax', label: tariff.vat.label, minor: vat })
  paper.steps.push({
    step: 'tax',
    gross: share.gross.toString(),
    vat: taxes.vat.toString(),
    levies: taxes.levies.map(String),
    net: taxes.net.toString(),
  })
}

function energyLines(paper: Paper, tariff: Tariff, share: Share, units: bigint): void {
  const { parts } = share.bought
  const { net } = share.taxes
  // Prices with tax buy from the gross money; the lines still show the energy without its tax.
  const inclusive = tariff.pricesIncludeTax && share.gross > 0n
  const divisor = inclusive ? share.gross * tariff.fineness : tariff.fineness
  let fine = 0n
  let taken = 0n
  for (const [index, part] of parts.entries()) {
    fine += part.fine
    // The running total is rounded, not each line: so no line is negative and none is lost.
    const total = (2n * (inclusive ? fine * net : fine) + divisor) / (2n * divisor)
    const minor = total - taken
    taken = total
    // A token can carry a little more than was bought: the last block gives it.
    const given = index === parts.length - 1 ? part.units + units - share.bought.units : part.units
    const { label, priceText } = part.block
    paper.lines.push({ kind: 'energy', label, minor, units: given, priceText })
    paper.steps.push({
      step: 'block',
      label,
      price: priceText,
      units: given.toString(),
      minor: minor.toString(),
    })
  }
  const rest = net - taken
  if (rest > 0n) {
    paper.lines.push({ kind: 'rounding', label: 'Rounding', minor: rest })
    paper.steps.push({ step: 'rounding', minor: rest.toString() })
  }
  paper.steps.push({
    step: 'units',
    bought: share.bought.units.toString(),
    booked: units.toString(),
  })
}
