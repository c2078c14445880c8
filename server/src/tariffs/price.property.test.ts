import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeDecimal } from '../kernel/decimal.ts'
import type { Currency } from '../kernel/money.ts'
import { Refusal } from '../kernel/refusal.ts'
import { lesser } from '../kernel/rounding.ts'
import { buyUnits } from './blocks.ts'
import type { Debt } from './charges-arrears.ts'
import type { Deduction, TariffDefinition } from './definition.ts'
import { compileTariff } from './definition-compile.ts'
import { price, recompute } from './price.ts'
import type { Priced } from './price-lines.ts'
import type { PriceOrder } from './price-share.ts'

const currencies: Currency[] = [
  { code: 'UGX', decimals: 0 },
  { code: 'KES', decimals: 2 },
  { code: 'KWD', decimals: 3 },
]
const RUNS = { numRuns: 400 }

const amount = (currency: Currency, max: bigint) =>
  fc.bigInt({ min: 0n, max }).map((minor) => writeDecimal(minor, currency.decimals))

const blocks = fc
  .array(
    fc.record({
      size: fc.bigInt({ min: 1n, max: 3_000n }),
      price: fc.bigInt({ min: 1n, max: 90_000_000n }).map((micro) => writeDecimal(micro, 6)),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((sizes) => {
    let upTo = 0n
    return sizes.map(({ size, price }, index) => {
      upTo += size
      return { upTo: index === sizes.length - 1 ? null : writeDecimal(upTo, 1), price }
    })
  })

const deductions: Deduction[] = ['fee', 'arrears', 'service_charge']
const basisPoints = (max: number) => fc.integer({ min: 0, max })

const definition = (currency: Currency): fc.Arbitrary<TariffDefinition> =>
  fc.record({
    kind: fc.constant('block' as const),
    blocks,
    vat: fc.record({ basisPoints: basisPoints(10_000) }),
    pricesIncludeTax: fc.boolean(),
    levies: fc.array(
      fc.record({
        label: fc.constant('Levy'),
        basisPoints: basisPoints(3_000),
        taxed: fc.boolean(),
      }),
      { maxLength: 4 },
    ),
    fee: fc.record({ fixed: amount(currency, 500n), basisPoints: basisPoints(2_000) }),
    serviceCharge: fc.record({
      amount: amount(currency, 3_000n),
      per: fc.constantFrom('month' as const, 'day' as const),
      taxed: fc.boolean(),
    }),
    order: fc.shuffledSubarray(deductions, { minLength: 3, maxLength: 3 }),
    arrearsFloor: amount(currency, 2_000n),
    rounding: fc.constantFrom('up' as const, 'down' as const),
    zeroUnits: fc.constantFrom('refuse' as const, 'receipt' as const),
  })

const sum = fc.bigInt({ min: 0n, max: 100_000n })
const recovery = fc.oneof(
  fc.record({
    by: fc.constant('percent' as const),
    basisPoints: fc.bigInt({ min: 0n, max: 10_000n }),
  }),
  fc.record({ by: fc.constant('fixed' as const), amount: sum }),
  fc.record({ by: fc.constant('instalment' as const), amount: sum, paidThisMonth: sum }),
)
const debts: fc.Arbitrary<Debt[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    kind: fc.constant('arrears'),
    label: fc.constant('Arrears'),
    owed: sum,
    recovery,
    cap: fc.option(sum),
    order: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 4, selector: (debt) => debt.id },
)

const anyOrder: fc.Arbitrary<PriceOrder> = fc.constantFrom(...currencies).chain((currency) =>
  fc.record({
    tariff: definition(currency).map((stated) => compileTariff(stated, currency, 1)),
    tender: fc.oneof(
      { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 200_000n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 15n }) },
    ),
    businessDay: fc.constant('2026-11-24'),
    monthUnitsBefore: fc.bigInt({ min: 0n, max: 8_000n }),
    dayMinorBefore: fc.constant(0n),
    monthMinorBefore: fc.constant(0n),
    serviceChargePaidThrough: fc.constantFrom(null, '2026-08-31', '2026-11-23', '2026-11-30'),
    debts,
  }),
)

/** Nothing where the purchase is refused: it buys nothing then. */
const sold = (order: PriceOrder): Priced | undefined => {
  try {
    return price(order)
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined
    throw thrown
  }
}

describe('in every currency, for every tariff and debt', () => {
  test('the lines sum to the tender to the minor unit and none is negative', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const result = sold(order)
        if (result === undefined) return
        expect(result.lines.reduce((total, line) => total + line.minor, 0n)).toBe(order.tender)
        expect(result.lines.every((line) => line.minor >= 0n)).toBe(true)
        const units = result.lines.reduce((total, line) => total + (line.units ?? 0n), 0n)
        expect(units).toBe(result.units)
        const totals = result.energyMinor + result.taxMinor + result.levyMinor + result.feeMinor
        expect(totals + result.chargeMinor + result.arrearsMinor).toBe(order.tender)
      }),
      RUNS,
    )
  })

  test('more money never gives fewer units', () => {
    const more = fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: 5_000n }))
    fc.assert(
      fc.property(anyOrder, more, (order, extra) => {
        const less = sold(order)?.units ?? 0n
        const rich = sold({ ...order, tender: order.tender + extra })?.units ?? 0n
        expect(rich).toBeGreaterThanOrEqual(less)
      }),
      { numRuns: 1_500 },
    )
  })

  test('no debt is paid beyond what is owed or its cap, and the floor is left', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const result = sold(order)
        for (const part of result?.arrears ?? []) {
          const debt = order.debts.find(({ id }) => id === part.debtId)
          expect(part.remaining).toBeGreaterThanOrEqual(0n)
          expect(part.minor).toBeLessThanOrEqual(debt?.cap ?? part.minor)
        }
        if (result && result.arrears.length > 0 && order.tariff.arrearsFloor > 0n) {
          const step = result.trace.steps.find((of) => of.step === 'tax')
          const gross = BigInt(step?.step === 'tax' ? step.gross : 0)
          expect(gross).toBeGreaterThanOrEqual(order.tariff.arrearsFloor)
        }
      }),
      RUNS,
    )
  })

  test('a stored trace prices the sale again to the same result', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const result = sold(order)
        if (result === undefined) return
        const stored = JSON.parse(JSON.stringify(result.trace))
        expect(recompute(stored, order.tariff)).toEqual(result)
      }),
      RUNS,
    )
  })

  test('the charge of a period is taken once, in one purchase or many', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const first = sold(order)
        if (first === undefined || first.units === 0n) return
        const second = sold({
          ...order,
          serviceChargePaidThrough: first.serviceChargePaidThrough,
          tender: 10_000_000n,
        })
        expect(second?.chargeMinor).toBe(0n)
      }),
      RUNS,
    )
  })
})

test('bought in two steps, the month gives the same units but for one quantum', () => {
  const part = fc.bigInt({ min: 1n, max: 100_000n })
  fc.assert(
    fc.property(anyOrder, part, part, ({ tariff, monthUnitsBefore: before }, a, b) => {
      const once = buyUnits(tariff, a + b, before).units
      const first = buyUnits(tariff, a, before).units
      const second = buyUnits(tariff, b, before + first).units
      // Rounding up may give one more and, at a dearer block's edge, moves money by less than one
      // quantum of the dearest price: counted in the cheapest, that is the most it can matter.
      const prices = tariff.blocks.map((block) => block.price)
      const cheapest = prices.reduce(lesser)
      const dearest = -prices.map((price) => -price).reduce(lesser)
      const slack = dearest / cheapest + 2n
      const difference = first + second - once
      expect(difference <= slack && difference >= -slack).toBe(true)
      if (tariff.blocks.length === 1) {
        expect(difference === 0n || difference === (tariff.rounding === 'up' ? 1n : -1n)).toBe(true)
      }
    }),
    RUNS,
  )
})
