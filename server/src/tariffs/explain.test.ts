import { expect, test } from 'vitest'
import { compileTariff } from './definition-compile.ts'
import { explain } from './explain.ts'
import { price } from './price.ts'

test('a customer who asks why so few units is told every step', () => {
  const tariff = compileTariff(
    {
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
    },
    { code: 'KES', decimals: 2 },
    1,
  )
  const { trace } = price({
    tariff,
    tender: 50_000n,
    businessDay: '2026-11-24',
    monthUnitsBefore: 400n,
    dayMinorBefore: 0n,
    monthMinorBefore: 0n,
    serviceChargePaidThrough: '2026-10-31',
    debts: [
      {
        id: 'debt-1',
        kind: 'connection',
        label: 'Connection fee',
        owed: 124_000n,
        recovery: { by: 'percent', basisPoints: 2500n },
        cap: null,
        order: 1,
      },
    ],
  })
  expect(explain(trace)).toEqual([
    'The customer paid KES 500.00 on 2026-11-24.',
    'Before this, 40.0 units were bought this month.',
    'Connection fee took KES 125.00 and KES 1115.00 is still owed; KES 375.00 was left.',
    'Service charges for 1 period took KES 20.00 and KES 0.00 of tax, and are paid through 2026-11-30; KES 355.00 was left.',
    'Of KES 355.00, VAT took KES 48.97 and KES 306.03 bought units.',
    'Step 1: 10.0 units at 18.40 for KES 184.00.',
    'Step 2: 4.6 units at 26.53 for KES 122.03.',
    'The token carries 14.6 units.',
  ])
})
