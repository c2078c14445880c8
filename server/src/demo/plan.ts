import { addDays, businessDay, monthOf, startOfDay } from '../kernel/calendar.ts'
import { parseMoney, percentOfMinor } from '../kernel/money.ts'
import { type DemoVendor, kes, vendors, zone } from './cast.ts'
import { amina, type Household, households } from './households.ts'
import { type Dice, dice } from './random.ts'

/** A sale of the past: who bought where, when and for how much. */
export interface PlannedSale {
  readonly at: Date
  readonly household: Household
  readonly vendor: DemoVendor
  readonly channel: 'pos' | 'partner'
  /** Major units of KES. */
  readonly amount: string
  readonly method: 'cash' | 'mobile' | 'card'
}

/** Three months, today not counted. */
export const DAYS = 92
const SECOND_MS = 1_000
const SALES_A_DAY = 30

// Sales of each hour, from midnight on, in proportion: few at night, most after work.
const HOURS = [
  40, 26, 20, 15, 18, 66, 150, 232, 280, 262, 240, 240, 270, 268, 262, 270, 300, 372, 420, 436, 380,
  260, 140, 76,
].map((weight, hour) => [hour, weight] as const)

const AMOUNTS = {
  D1: ['100', '150', '200', '200', '300', '500', '500', '1000'],
  C1: ['1500', '2000', '3000', '5000'],
  W1: ['200', '300', '300', '500', '800'],
  G1: ['200', '300', '500', '700'],
} as const

/** The sales of the last three months and of today so far, the oldest first. The same for the same `until`. */
export function planSales(until: Date): PlannedSale[] {
  const today = businessDay(until, zone)
  const roll = dice(20_261_124)
  const buyers = households.filter((one) => one.trait === undefined && one.serialNumber !== amina)
  let queue: Household[] = []
  const planned: PlannedSale[] = []
  for (let back = DAYS; back >= 0; back--) {
    const day = addDays(today, -back)
    for (const at of instantsOf(day, roll)) {
      // Everybody buys once before anybody buys again.
      if (queue.length === 0) queue = roll.shuffled(buyers)
      const household = queue.pop()!
      planned.push(saleOf(household, at, roll))
    }
    if (isAminasDay(day, today)) planned.push(aminasSale(day))
  }
  return planned.filter(({ at }) => at < until).sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** What a sale costs the float: the tender less the margin, minor units. */
export function costOf({ vendor, amount }: PlannedSale): bigint {
  const { minor } = parseMoney(amount, kes)
  return minor - percentOfMinor(minor, BigInt(vendor.marginBasisPoints), 'half up')
}

function instantsOf(day: string, roll: Dice): Date[] {
  const start = startOfDay(day, zone).getTime()
  return Array.from({ length: SALES_A_DAY + roll.below(11) }, () => {
    const second = roll.pick(HOURS) * 3_600 + roll.below(3_600)
    return new Date(start + second * SECOND_MS + roll.below(SECOND_MS))
  }).sort((a, b) => a.getTime() - b.getTime())
}

function saleOf(household: Household, at: Date, roll: Dice): PlannedSale {
  const amounts = AMOUNTS[household.tariff]
  const sellers = vendors.filter(
    ({ sells }) => sells === 'everything' || household.commodity === sells,
  )
  const vendor = roll.pick(sellers.map((one) => [one, one.share] as const))
  const channel = roll.below(100) < vendor.partnerShare ? 'partner' : 'pos'
  return {
    at,
    household,
    vendor,
    channel,
    amount: amounts[roll.below(amounts.length)]!,
    method:
      channel === 'partner'
        ? 'mobile'
        : roll.pick([
            ['cash', 7],
            ['mobile', 2],
            ['card', 1],
          ]),
  }
}

// Six purchases of 500.00 leave 1,240.00 of her debt. None of them is in the present month, so that her
// next purchase is the first of the month and comes out as in the pictures.
function isAminasDay(day: string, today: string): boolean {
  const lastOfMonthBefore = addDays(`${monthOf(today)}-01`, -1)
  return [3, 13, 23, 33, 43, 53].some((back) => addDays(lastOfMonthBefore, -back) === day)
}

function aminasSale(day: string): PlannedSale {
  return {
    at: new Date(startOfDay(day, zone).getTime() + 17.5 * 3_600 * SECOND_MS),
    household: households[0]!,
    vendor: vendors[0]!,
    channel: 'pos',
    amount: '500',
    method: 'cash',
  }
}
