import type { Commodity } from '../ledger/index.ts'
import type { TariffDefinition } from '../tariffs/index.ts'
import { coastGas, harbourCity } from './cast.ts'
import { demoId } from './ids.ts'

export type TariffCode = 'D1' | 'C1' | 'W1' | 'G1'

export interface DemoTariff {
  readonly utility: typeof harbourCity | typeof coastGas
  readonly name: string
  readonly commodity: Commodity
  readonly definition: TariffDefinition
}

const vat = { basisPoints: 1_600 }

export const tariffs: Readonly<Record<TariffCode, DemoTariff>> = {
  // The worked example of the point of sale: 500.00 is 125.00 of arrears, 20.00 of service charge, 48.97 of
  // VAT, 10 kWh at 18.40 and 4.6 kWh at 26.53.
  D1: {
    utility: harbourCity,
    name: 'Domestic D1',
    commodity: 'electricity',
    definition: {
      kind: 'block',
      blocks: [
        { upTo: '10', price: '18.40' },
        { upTo: null, price: '26.53' },
      ],
      vat,
      pricesIncludeTax: false,
      serviceCharge: { amount: '20.00', per: 'month', taxed: false },
      limits: { minimum: '20.00', maximum: '50000.00' },
      rounding: 'up',
      zeroUnits: 'refuse',
    },
  },
  C1: {
    utility: harbourCity,
    name: 'Commercial C1',
    commodity: 'electricity',
    definition: {
      kind: 'flat',
      blocks: [{ upTo: null, price: '24.10', label: 'Energy' }],
      vat,
      pricesIncludeTax: false,
      serviceCharge: { amount: '150.00', per: 'month', taxed: true },
      levies: [{ label: 'Rural electrification 5%', basisPoints: 500, taxed: false }],
      limits: { minimum: '200.00', maximum: '200000.00' },
      rounding: 'up',
      zeroUnits: 'refuse',
    },
  },
  W1: {
    utility: harbourCity,
    name: 'Domestic water W1',
    commodity: 'water',
    definition: {
      kind: 'block',
      blocks: [
        { upTo: '6', price: '52.00' },
        { upTo: '20', price: '74.50' },
        { upTo: null, price: '98.00' },
      ],
      vat: { basisPoints: 0 },
      pricesIncludeTax: false,
      serviceCharge: { amount: '50.00', per: 'month', taxed: false },
      limits: { minimum: '50.00', maximum: '20000.00' },
      rounding: 'up',
      zeroUnits: 'refuse',
    },
  },
  G1: {
    utility: coastGas,
    name: 'Domestic gas G1',
    commodity: 'gas',
    definition: {
      kind: 'flat',
      blocks: [{ upTo: null, price: '148.00', label: 'Gas' }],
      vat,
      pricesIncludeTax: true,
      limits: { minimum: '50.00', maximum: '20000.00' },
      rounding: 'up',
      zeroUnits: 'refuse',
    },
  },
}

export const tariffId = (code: TariffCode) => demoId('tariff', code)
