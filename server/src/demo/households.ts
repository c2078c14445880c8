import { drnOf } from '@saldo/sts'
import type { Commodity } from '../ledger/index.ts'
import { coastGas, harbourCity } from './cast.ts'
import { demoId } from './ids.ts'
import { addressOf, businessName, personName } from './names.ts'
import { dice } from './random.ts'
import type { TariffCode } from './tariffs.ts'

/** A customer with a place and its meter. */
export interface Household {
  readonly n: number
  readonly name: string
  readonly class: 'domestic' | 'commercial'
  readonly accountNumber: string
  readonly address: string
  readonly area: string
  readonly serialNumber: string
  readonly model: string
  readonly commodity: Commodity
  readonly utility: typeof harbourCity | typeof coastGas
  readonly tariff: TariffCode
  readonly algorithm: 7 | 11
  readonly dkga: 2 | 4
  readonly baseDate: 1993 | 2014
  readonly debt?: HouseholdDebt
  /** What is special about it, for whoever tries the demo. */
  readonly note?: string
  readonly trait?: 'retired' | 'blocked'
}

export interface HouseholdDebt {
  readonly kind: string
  readonly name: string
  readonly minor: bigint
  readonly shareBasisPoints: number
}

/** The customer of the pictures. Her purchases leave 1,240.00 of the debt: see plan.ts. */
export const amina = '07012345679'
const COUNT = 300
const TARIFF = { electricity: 'D1', water: 'W1', gas: 'G1' } as const

/** All 300, the remarkable ones first. The same each time. */
export const households: readonly Household[] = Array.from({ length: COUNT }, (_, n) =>
  household(n),
)

export const customerId = ({ n }: Household) => demoId('customer', `${n}`)
export const meterId = ({ n }: Household) => demoId('meter', `${n}`)
export const usagePointId = ({ n }: Household) => demoId('usage_point', `${n}`)
export const debtId = ({ n }: Household) => demoId('debt', `${n}`)

function household(n: number): Household {
  const plain = ordinary(n)
  switch (n) {
    case 0:
      return {
        ...plain,
        name: 'Amina Otieno',
        address: 'Plot 14, Mvita Road, Old Town',
        area: 'Old Town',
        serialNumber: amina,
        algorithm: 7,
        dkga: 4,
        debt: {
          kind: 'connection',
          name: 'Connection fee',
          minor: 199_000n,
          shareBasisPoints: 2_500,
        },
        note: 'Owes for her connection: a quarter of each purchase pays it off.',
      }
    case 1:
      return {
        ...plain,
        name: 'Joseph Mwangi',
        algorithm: 11,
        note: 'A MISTY1 meter (EA11) without debts.',
      }
    case 2:
      return {
        ...plain,
        name: 'Hassan Abdi',
        algorithm: 7,
        dkga: 2,
        note: 'An older meter: its key is made the old way (DKGA02).',
      }
    case 3:
      return {
        ...plain,
        name: 'Salim Bakari',
        algorithm: 7,
        dkga: 2,
        baseDate: 1993,
        trait: 'retired',
        note: 'Still counts from 1993: nothing is sold before a key change.',
      }
    case 4:
      return {
        ...plain,
        name: 'Rehema Wafula',
        trait: 'blocked',
        note: 'Blocked after an inspection: nothing is sold.',
      }
    default:
      return plain
  }
}

function ordinary(n: number): Household {
  const commodity = commodityOf(n)
  const commercial = commodity === 'electricity' && n % 19 === 7
  const algorithm = n % 10 < 7 ? 7 : 11
  // EA11 takes keys of 128 bits, which the old way does not make.
  const dkga = algorithm === 7 && n % 6 === 5 ? 2 : 4
  const longNumber = algorithm === 11 && n % 2 === 0
  const serial = `${10_000_000 + n * 271_828}`.slice(0, 8)
  const debt = debtFor(n)
  return {
    n,
    name: commercial ? businessName(Math.floor(n / 19)) : personName(n),
    class: commercial ? 'commercial' : 'domestic',
    accountNumber: `${commodity === 'gas' ? 'CG' : 'HC'}-${100_200 + n * 13}`,
    ...addressOf(n),
    serialNumber: drnOf(longNumber ? '0742' : '07', serial).drn,
    model: modelOf(commodity, algorithm),
    commodity,
    utility: commodity === 'gas' ? coastGas : harbourCity,
    tariff: commercial ? 'C1' : TARIFF[commodity],
    algorithm,
    dkga,
    baseDate: 2014,
    ...(debt && { debt }),
  }
}

function commodityOf(n: number): Commodity {
  if (n < 5 || n % 10 < 6) return 'electricity'
  return n % 10 < 8 ? 'water' : 'gas'
}

function modelOf(commodity: Commodity, algorithm: 7 | 11): string {
  const maker = { electricity: 'Mnara E', water: 'Maji W', gas: 'Gesi G' }[commodity]
  return `${maker}${algorithm === 7 ? '7' : '11'}`
}

function debtFor(n: number): HouseholdDebt | undefined {
  if (n < 5 || n % 7 !== 3) return undefined
  const roll = dice(7_000 + n)
  const minor = 50_000n + 10_000n * BigInt(roll.below(40))
  return roll.pick<HouseholdDebt>([
    [{ kind: 'old_bill', name: 'Old bill', minor, shareBasisPoints: 3_000 }, 3],
    [{ kind: 'connection', name: 'Connection fee', minor, shareBasisPoints: 2_500 }, 2],
    [{ kind: 'tamper', name: 'Tamper charge', minor, shareBasisPoints: 4_000 }, 1],
  ])
}
