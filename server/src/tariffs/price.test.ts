import { describe, expect, test } from 'vitest'
import { type Currency, formatMinor } from '../kernel/money.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Debt } from './charges-arrears.ts'
import type { TariffDefinition } from './definition.ts'
import { compileTariff } from './definition-compile.ts'
import { price, recompute, shownMinor, tenderForUnits } from './price.ts'
import type { PriceOrder } from './price-share.ts'

const KES: Currency = { code: 'KES', decimals: 2 }

const domestic: TariffDefinition = {
  kind: 'block',
  blocks: [
    { upTo: '50', price: '18.40' },
    { upTo: null, price: '26.53' },
  ],
  vat: { basisPoints: 1600 },
  pricesIncludeTax: false,
  serviceCharge: { amount: '20.00', per: 'month', taxed: false },
  rounding: 'up',
  zeroUnits: 'refuse',
}

const debt: Debt = {
  id: 'debt-1',
  kind: 'connection',
  label: 'Connection fee',
  owed: 124_000n,
  recovery: { by: 'percent', basisPoints: 2500n },
  cap: null,
  order: 1,
}

type Changes = Partial<Omit<PriceOrder, 'tariff'>> & { tariff?: Partial<TariffDefinition> }

const order = ({ tariff, ...changes }: Changes = {}, currency = KES): PriceOrder => ({
  tariff: compileTariff({ ...domestic, ...tariff }, currency, 1),
  tender: 50_000n,
  businessDay: '2026-11-24',
  monthUnitsBefore: 0n,
  dayMinorBefore: 0n,
  monthMinorBefore: 0n,
  serviceChargePaidThrough: '2026-10-31',
  debts: [],
  ...changes,
})

const shownLines = (of: PriceOrder) =>
  price(of).lines.map((line) => [line.label, formatMinor(shownMinor(line), of.tariff.currency)])

const refusalOf = (of: PriceOrder): Pick<Refusal, 'code' | 'params'> => {
  try {
    price(of)
  } catch (thrown) {
    return thrown as Refusal
  }
  throw new Error('It was sold.')
}

describe('the purchase of the design', () => {
  // 40 of the 50 kWh of the first step are used this month.
  const example = order({ monthUnitsBefore: 400n, debts: [debt] })

  test('500.00 pays debt, charge and VAT and buys 14.6 kWh in two steps', () => {
    expect(shownLines(example)).toEqual([
      ['Connection fee', '-125.00'],
      ['Service charge', '-20.00'],
      ['VAT 16%', '-48.97'],
      ['Step 1', '184.00'],
      ['Step 2', '122.03'],
    ])
    expect(price(example)).toMatchObject({
      units: 146n,
      energyMinor: 30_603n,
      taxMinor: 4_897n,
      chargeMinor: 2_000n,
      arrears: [{ debtId: 'debt-1', minor: 12_500n, remaining: 111_500n }],
      serviceChargePaidThrough: '2026-11-30',
    })
    expect(price(example).lines.slice(3)).toMatchObject([
      { units: 100n, priceText: '18.40' },
      { units: 46n, priceText: '26.53' },
    ])
  })

  test('its stored trace prices it again to the same trace', () => {
    const first = price(example)
    const stored = JSON.parse(JSON.stringify(first.trace))
    expect(stored.version).toBe(1)
    expect(recompute(stored, example.tariff)).toEqual(first)
  })

  test('its price is found backwards from the units', () => {
    // 14.5 kWh and a trace more make 14.6; a cent less than this makes 14.5.
    const tender = tenderForUnits(example, 146n, 1_000_000n) ?? 0n
    expect(price({ ...example, tender }).units).toBe(146n)
    expect(price({ ...example, tender: tender - 1n }).units).toBe(145n)
  })
})

describe('a purchase that debt and charge use up exactly', () => {
  const settled: Debt = { ...debt, owed: 10_000n, recovery: { by: 'fixed', amount: 10_000n } }
  const exact = order({ tender: 12_000n, debts: [settled] })

  test('is refused, and told what would buy the first unit', () => {
    expect(refusalOf(exact)).toMatchObject({
      code: 'amount.nothing_left',
      params: { atLeast: '120.01' },
    })
  })

  test('or gives a receipt with no units, as the tariff says', () => {
    const receipt = order({ ...exact, tariff: { zeroUnits: 'receipt' } })
    expect(price(receipt)).toMatchObject({ units: 0n, arrearsMinor: 10_000n, chargeMinor: 2_000n })
    expect(shownLines(receipt)).toHaveLength(2)
  })

  test('buys the smallest unit with one cent more', () => {
    expect(price({ ...exact, tender: 12_001n }).units).toBe(1n)
  })

  test('is refused with one cent less, also where receipts without units are given', () => {
    const receipt = order({ ...exact, tender: 11_999n, tariff: { zeroUnits: 'receipt' } })
    expect(refusalOf(receipt).code).toBe('amount.nothing_left')
    expect(refusalOf({ ...exact, tender: 11_999n }).code).toBe('amount.nothing_left')
  })
})

describe('the service charge', () => {
  const charged = (changes: Changes) => price(order(changes))

  test('is taken once a month however many purchases', () => {
    const first = charged({})
    expect(first.chargeMinor).toBe(2_000n)
    const second = charged({ serviceChargePaidThrough: first.serviceChargePaidThrough })
    expect(second.chargeMinor).toBe(0n)
    expect(second.serviceChargePaidThrough).toBe('2026-11-30')
  })

  test('accrues over months without a purchase', () => {
    const late = charged({ serviceChargePaidThrough: '2026-08-31' })
    expect(late.chargeMinor).toBe(6_000n)
    expect(late.lines[0]?.label).toBe('Service charge, 3 months')
    expect(late.serviceChargePaidThrough).toBe('2026-11-30')
  })

  test('may be daily, over the 29th of February', () => {
    const daily = charged({
      tariff: { serviceCharge: { amount: '1.50', per: 'day', taxed: false } },
      serviceChargePaidThrough: '2028-02-27',
      businessDay: '2028-03-01',
    })
    expect(daily.chargeMinor).toBe(450n)
    expect(daily.serviceChargePaidThrough).toBe('2028-03-01')
  })

  test('of one period is due from a customer who never paid any', () => {
    expect(charged({ serviceChargePaidThrough: null }).chargeMinor).toBe(2_000n)
  })

  test('carries VAT of its own where it is taxed', () => {
    const serviceCharge = { amount: '20.00', per: 'month', taxed: true } as const
    const taxed = charged({ tariff: { serviceCharge } })
    // 476.80 are left: VAT within is 65.77, on the charge 3.20.
    expect(taxed).toMatchObject({ chargeMinor: 2_000n, taxMinor: 6_577n + 320n })
    const included = charged({ tariff: { serviceCharge, pricesIncludeTax: true } })
    // 20.00 hold 2.76 of VAT, the other 480.00 hold 66.21.
    expect(included).toMatchObject({ chargeMinor: 1_724n, taxMinor: 6_621n + 276n })
  })
})

describe('arrears', () => {
  const paid = (debts: Debt[], changes: Changes = {}) =>
    price(order({ ...changes, debts })).arrears.map(({ minor }) => minor)

  test('are never more than is owed, nor more than the cap', () => {
    expect(paid([{ ...debt, owed: 100n }])).toEqual([100n])
    expect(paid([{ ...debt, cap: 5_000n }])).toEqual([5_000n])
  })

  test('are paid in their order', () => {
    const later = {
      ...debt,
      id: 'debt-2',
      order: 2,
      recovery: { by: 'fixed', amount: 50n } as const,
    }
    expect(price(order({ debts: [later, debt] })).arrears.map((part) => part.debtId)).toEqual([
      'debt-1',
      'debt-2',
    ])
  })

  test('by instalment are paid once a month, whatever the number of purchases', () => {
    const by = (paidThisMonth: bigint): Debt => ({
      ...debt,
      recovery: { by: 'instalment', amount: 9_000n, paidThisMonth },
    })
    expect(paid([by(0n)])).toEqual([9_000n])
    expect(paid([by(4_000n)])).toEqual([5_000n])
    expect(paid([by(9_500n)])).toEqual([])
  })

  test('leave the floor for energy, with the charge that follows them', () => {
    const whole: Debt = { ...debt, recovery: { by: 'percent', basisPoints: 10_000n } }
    const kept = price(order({ debts: [whole], tariff: { arrearsFloor: '100.00' } }))
    expect(kept.arrearsMinor).toBe(38_000n)
    expect(kept.energyMinor + kept.taxMinor).toBe(10_000n)
  })
})

test('the shares of two debts are rounded together, so that a cent more never buys less', () => {
  const share = { by: 'percent', basisPoints: 4_000n } as const
  const debts = ['a', 'b'].map((id) => ({ ...debt, id, recovery: share }))
  const tariff = { kind: 'flat' as const, blocks: [{ upTo: null, price: '0.01' }] }
  const paid = order({ debts, tariff, serviceChargePaidThrough: '2026-11-30' })
  let before = 0n
  for (let tender = 2n; tender < 200n; tender += 1n) {
    const { units } = price({ ...paid, tender })
    expect(units).toBeGreaterThanOrEqual(before)
    before = units
  }
})

test('a fee alone is no purchase', () => {
  const tariff = { fee: { fixed: '5.00', basisPoints: 0 }, zeroUnits: 'receipt' } as const
  expect(refusalOf(order({ tender: 400n, tariff })).code).toBe('amount.nothing_left')
})

test('a fee of a sum and a share is taken first', () => {
  const fee = { fixed: '5.00', basisPoints: 150, label: 'Channel fee' }
  expect(shownLines(order({ tariff: { fee } }))[0]).toEqual(['Channel fee', '-12.50'])
})

test('levies are shares of the energy, with VAT on those that are taxed', () => {
  const levies = [
    { label: 'Rural levy 5%', basisPoints: 500, taxed: false },
    { label: 'Fund 2%', basisPoints: 200, taxed: true },
  ]
  const sold = price(order({ tariff: { levies }, serviceChargePaidThrough: '2026-11-30' }))
  // 500.00 = energy · (1 + 0.05 + 0.02 + 0.16 · 1.02): energy is 405.45.
  expect(sold.lines.slice(0, 3)).toMatchObject([
    { kind: 'levy', minor: 2_027n },
    { kind: 'levy', minor: 811n },
    { kind: 'tax', minor: 6_617n },
  ])
  expect(sold.energyMinor).toBe(40_545n)
})

test('prices with VAT buy the same units as those prices without it', () => {
  const inclusive = price(
    order({
      tariff: { pricesIncludeTax: true, kind: 'flat', blocks: [{ upTo: null, price: '23.20' }] },
    }),
  )
  const exclusive = price(
    order({ tariff: { kind: 'flat', blocks: [{ upTo: null, price: '20.00' }] } }),
  )
  expect(inclusive.units).toBe(exclusive.units)
  expect(inclusive.taxMinor).toBe(exclusive.taxMinor)
  expect(inclusive.energyMinor).toBe(exclusive.energyMinor)
})

describe('limits', () => {
  const limits = {
    minimum: '50.00',
    maximum: '5000.00',
    dayMaximum: '6000.00',
    monthMaximum: '9000.00',
  }
  test.each([
    [{ tender: 4_999n }, 'amount.below_minimum', { minimum: '50.00' }],
    [{ tender: 500_001n }, 'amount.above_maximum', { maximum: '5000.00' }],
    [{ dayMinorBefore: 550_001n }, 'amount.day_maximum', { left: '499.99' }],
    [{ monthMinorBefore: 900_000n }, 'amount.month_maximum', { left: '0.00' }],
  ])('%o is refused as %s', (changes, code, params) => {
    expect(refusalOf(order({ ...changes, tariff: { limits } }))).toMatchObject({ code, params })
  })

  test('exactly at the limit is sold', () => {
    const at = order({
      tender: 500_000n,
      dayMinorBefore: 100_000n,
      monthMinorBefore: 400_000n,
      tariff: { limits },
    })
    expect(price(at).units).toBeGreaterThan(0n)
  })

  test('nothing and less than nothing are no purchase, limits or not', () => {
    expect(refusalOf(order({ tender: 0n })).code).toBe('amount.below_minimum')
    expect(refusalOf(order({ tender: -1n })).code).toBe('amount.below_minimum')
  })
})

describe('rounding down to the quantum', () => {
  const down = { rounding: 'down', zeroUnits: 'receipt' } as const

  test('keeps what is less than a quantum on a line of its own', () => {
    const sold = price(order({ monthUnitsBefore: 400n, debts: [debt], tariff: down }))
    expect(sold.units).toBe(145n)
    expect(sold.lines.slice(3).map(({ kind, minor }) => [kind, minor])).toEqual([
      ['energy', 18_400n],
      ['energy', 11_939n],
      ['rounding', 264n],
    ])
  })

  test('never takes money that buys nothing', () => {
    expect(refusalOf(order({ tender: 2_100n, tariff: down })).code).toBe('amount.nothing_left')
  })
})

describe('a token that carries only coarser steps', () => {
  const large = order({ tender: 5_000_000n, encodable: (quanta) => ((quanta + 9n) / 10n) * 10n })

  test('is booked with what it really carries', () => {
    const exact = price({ ...large, encodable: (quanta) => quanta })
    const sold = price(large)
    expect(sold.units % 10n).toBe(0n)
    expect(sold.units).toBeGreaterThan(exact.units)
    const onLines = sold.lines.reduce((sum, line) => sum + (line.units ?? 0n), 0n)
    expect(onLines).toBe(sold.units)
  })

  test('and an amount that no token carries is refused', () => {
    expect(refusalOf({ ...large, encodable: () => undefined }).code).toBe('amount.above_maximum')
  })
})

describe('currencies with no and with three decimals', () => {
  test('francs without decimals', () => {
    const francs: Currency = { code: 'XOF', decimals: 0 }
    const tariff = {
      blocks: [
        { upTo: '50', price: '79.5' },
        { upTo: null, price: '109.25' },
      ],
      serviceCharge: { amount: '500', per: 'month', taxed: false } as const,
    }
    const sold = price(order({ tender: 10_000n, tariff }, francs))
    expect(sold).toMatchObject({ chargeMinor: 500n, taxMinor: 1_310n, energyMinor: 8_190n })
    expect(sold.units).toBe(886n)
  })

  test('dinars with three', () => {
    const dinars: Currency = { code: 'TND', decimals: 3 }
    const tariff = {
      blocks: [
        { upTo: '50', price: '0.182' },
        { upTo: null, price: '0.2265' },
      ],
      serviceCharge: { amount: '0.700', per: 'month', taxed: false } as const,
    }
    const sold = price(order({ tender: 20_000n, tariff }, dinars))
    expect(sold).toMatchObject({ chargeMinor: 700n, taxMinor: 2_662n, energyMinor: 16_638n })
    expect(sold.units).toBe(833n)
  })
})
