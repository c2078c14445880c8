import { describe, expect, test } from 'vitest'
import { type AccountKind, accountKinds, mayFace, utilityKinds } from '../chart.ts'
import type { Transfer } from '../transfer.ts'
import { type PostingKind, postings, type TokenSale } from './index.ts'

// In the tests an account's id is its kind, with a mark where there are several.
const id = (name: string) => name as Transfer['debit']
const kindOf = (account: string) => account.split(' ')[0] as AccountKind

const accounts: TokenSale['accounts'] = {
  energySales: {
    electricity: id('energy_sales electricity'),
    water: id('energy_sales water'),
  },
  serviceCharges: id('service_charges'),
  fees: id('fees'),
  taxPayable: id('tax_payable'),
  leviesPayable: id('levies_payable'),
  vendorMargin: id('vendor_margin'),
  rounding: id('rounding'),
  debtOrigin: id('debt_origin'),
  upstreamPayable: id('upstream_payable'),
  marginPayable: id('margin_payable'),
}

// 500.00 as on the receipt: 125.00 to an old bill, 20.00 service charge, 48.97 tax, the rest energy.
const sale: TokenSale = {
  float: id('vendor_float'),
  accounts,
  commodity: 'electricity',
  fee: 0n,
  debts: [{ account: id('customer_debt 1'), minor: 12_500n }],
  charge: 2_000n,
  levy: 0n,
  tax: 4_897n,
  energy: 30_603n,
  rounding: 0n,
  margin: 1_500n,
  marginMode: 'net',
}
const everything: TokenSale = {
  ...sale,
  commodity: 'water',
  fee: 100n,
  debts: [
    { account: id('customer_debt 1'), minor: 1n },
    { account: id('customer_debt 2'), minor: 2n },
  ],
  levy: 7n,
  rounding: 3n,
  marginMode: 'gross',
}

const rows: [string, PostingKind, Transfer[], string[]][] = [
  [
    'a sale pays each part from the float and gives a net vendor the margin back',
    'token_sale',
    postings.token_sale(sale),
    [
      'vendor_float > customer_debt 1: 12500',
      'vendor_float > service_charges: 2000',
      'vendor_float > tax_payable: 4897',
      'vendor_float > energy_sales electricity: 30603',
      'vendor_margin > vendor_float: 1500',
    ],
  ],
  [
    'a sale with every part, for a vendor who is paid the margin later',
    'token_sale',
    postings.token_sale(everything),
    [
      'vendor_float > fees: 100',
      'vendor_float > customer_debt 1: 1',
      'vendor_float > customer_debt 2: 2',
      'vendor_float > service_charges: 2000',
      'vendor_float > levies_payable: 7',
      'vendor_float > tax_payable: 4897',
      'vendor_float > energy_sales water: 30603',
      'vendor_float > rounding: 3',
      'vendor_margin > margin_payable: 1500',
    ],
  ],
  [
    'what another system fulfilled is owed to it',
    'outside_sale',
    postings.outside_sale({
      float: id('vendor_float'),
      accounts,
      fee: 50n,
      owed: 950n,
      margin: 20n,
      marginMode: 'net',
    }),
    [
      'vendor_float > fees: 50',
      'vendor_float > upstream_payable: 950',
      'vendor_margin > vendor_float: 20',
    ],
  ],
  [
    'a deposit that reached the bank may be spent',
    'deposit',
    postings.deposit({
      float: id('vendor_float'),
      bankClearing: id('bank_clearing'),
      minor: 50_000n,
    }),
    ['bank_clearing > vendor_float: 50000'],
  ],
  [
    'a recorded debt is owed by the customer',
    'debt_recorded',
    postings.debt_recorded({
      debt: id('customer_debt'),
      debtOrigin: accounts.debtOrigin,
      minor: 124_000n,
    }),
    ['customer_debt > debt_origin: 124000'],
  ],
]

describe('postings', () => {
  test.each(rows)('%s', (_, _kind, transfers, expected) => {
    expect(transfers.map((t) => `${t.debit} > ${t.credit}: ${t.minor}`)).toEqual(expected)
  })

  test('every posting in the list has a row here', () => {
    expect(new Set(rows.map(([, kind]) => kind))).toEqual(new Set(Object.keys(postings)))
  })

  test('every transfer is between kinds that may face each other', () => {
    for (const [, , transfers] of rows) {
      for (const { debit, credit } of transfers) {
        expect(mayFace(kindOf(debit), kindOf(credit)), `${debit} > ${credit}`).toBe(true)
      }
    }
  })

  test('the float pays exactly the tender, whatever its parts', () => {
    const paid = postings
      .token_sale(everything)
      .filter((t) => t.debit === 'vendor_float')
      .reduce((sum, t) => sum + t.minor, 0n)
    expect(paid).toBe(100n + 3n + 2_000n + 7n + 4_897n + 30_603n + 3n)
  })

  test('nothing is moved backwards', () => {
    expect(() => postings.token_sale({ ...sale, energy: -1n })).toThrow(RangeError)
    expect(() => postings.token_sale({ ...sale, margin: -1n })).toThrow(RangeError)
  })

  test('a commodity the utility does not sell has no account to sell it from', () => {
    expect(() => postings.token_sale({ ...sale, commodity: 'gas' })).toThrow('sales of gas')
  })
})

test('the kinds of account have numbers of their own', () => {
  const numbers = Object.values(accountKinds)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const kind of utilityKinds) expect(accountKinds[kind]).toBeGreaterThan(2)
})
