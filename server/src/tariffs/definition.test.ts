import Value from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { Currency } from '../kernel/money.ts'
import { TariffDefinition } from './definition.ts'
import { compileTariff, TariffMalformed } from './definition-compile.ts'

const KES: Currency = { code: 'KES', decimals: 2 }
const flat: TariffDefinition = {
  kind: 'flat',
  blocks: [{ upTo: null, price: '20.5' }],
  vat: { basisPoints: 1600 },
  pricesIncludeTax: false,
  rounding: 'up',
  zeroUnits: 'refuse',
}

const faultsOf = (changes: Partial<TariffDefinition>, currency = KES) => {
  const definition = { ...flat, ...changes }
  expect(Value.Check(TariffDefinition, definition)).toBe(true)
  try {
    compileTariff(definition, currency, 1)
  } catch (thrown) {
    if (TariffMalformed.is(thrown)) return thrown.errors?.map((fault) => fault.pointer)
    throw thrown
  }
  return []
}

describe('a tariff that no sale could be priced with is refused by its fields', () => {
  const open = { upTo: null, price: '1' }
  test.each<[string, Partial<TariffDefinition>, string[]]>([
    ['two prices in a flat tariff', { blocks: [{ upTo: '5', price: '1' }, open] }, ['/blocks']],
    ['no open end', { kind: 'block', blocks: [{ upTo: '5', price: '1' }] }, ['/blocks/0/upTo']],
    ['an open block before the last', { kind: 'block', blocks: [open, open] }, ['/blocks/0/upTo']],
    [
      'blocks that do not rise',
      { kind: 'block', blocks: [{ upTo: '5', price: '1' }, { upTo: '5', price: '2' }, open] },
      ['/blocks/1/upTo'],
    ],
    [
      'a block finer than the quantum',
      { kind: 'block', blocks: [{ upTo: '5.05', price: '1' }, open] },
      ['/blocks/0/upTo', '/blocks/0/upTo'],
    ],
    ['a price of nothing', { blocks: [{ upTo: null, price: '0.000000' }] }, ['/blocks/0/price']],
    ['a step twice in the order', { order: ['fee', 'fee', 'arrears'] }, ['/order']],
    [
      'a charge finer than the currency',
      { serviceCharge: { amount: '1.005', per: 'day', taxed: false } },
      ['/serviceCharge/amount'],
    ],
    [
      'a maximum below the minimum',
      { limits: { minimum: '10', maximum: '9' } },
      ['/limits/maximum'],
    ],
    [
      'free units finer than the quantum',
      { freeUnits: { units: '0.05', unclaimed: 'lapse' } },
      ['/freeUnits/units'],
    ],
  ])('%s', (_, changes, pointers) => {
    expect(faultsOf(changes)).toEqual(pointers)
  })
})

test('amounts follow the decimals of the currency', () => {
  const fee = { fixed: '1.5', basisPoints: 0 }
  expect(faultsOf({ fee })).toEqual([])
  expect(faultsOf({ fee }, { code: 'UGX', decimals: 0 })).toEqual(['/fee/fixed'])
})

test('unknown fields, numbers for money and shares above the whole are no definition', () => {
  const wrong = [
    { ...flat, colour: 'red' },
    { ...flat, blocks: [{ upTo: null, price: 20.5 }] },
    { ...flat, blocks: [{ upTo: null, price: '1e3' }] },
    { ...flat, blocks: [{ upTo: null, price: '-1' }] },
    { ...flat, vat: { basisPoints: 10_001 } },
    { ...flat, vat: { basisPoints: 1.5 } },
    { ...flat, order: ['fee'] },
  ]
  for (const definition of wrong) expect(Value.Check(TariffDefinition, definition)).toBe(false)
})

test('VAT is named with its rate', () => {
  const labelOf = (basisPoints: number) =>
    compileTariff({ ...flat, vat: { basisPoints } }, KES, 1).vat.label
  expect([1600, 1050, 750, 1000, 0].map(labelOf)).toEqual([
    'VAT 16%',
    'VAT 10.5%',
    'VAT 7.5%',
    'VAT 10%',
    'VAT 0%',
  ])
})
