import { createHash } from 'node:crypto'
import type { Actor } from '../access/index.ts'
import { reading, type Tx } from '../db/index.ts'
import { bookPast, type PastSale, type Seller } from '../hub/index.ts'
import type { Id } from '../kernel/ids.ts'
import { beginSeries, takeNumbers } from '../tenants/index.ts'
import { terminalNumber } from '../terminals/index.ts'
import { confirmDeposit } from '../vendors/index.ts'
import { type DemoVendor, operatorId, partner, terminalId, vendorId, vendors } from './cast.ts'
import { demoId, demoTenant } from './ids.ts'
import { costOf, type PlannedSale } from './plan.ts'

/** The number of the first receipt that somebody prints in the demo: HC-88417, as on the pictures. */
const NEXT_RECEIPT = 88_417n
const WEEK_MS = 7 * 24 * 3_600_000
const WHOLE_THOUSAND = 100_000n

/** A deposit of the past: a vendor pays in for the week that begins. */
export interface PlannedDeposit {
  readonly at: Date
  readonly vendor: DemoVendor
  readonly minor: bigint
  readonly reference: string
}

/**
 * Deposits that cover the sales of each week, in whole thousands, and leave the float that the vendor has
 * now. `from` lies before the first sale.
 */
export function planDeposits(
  sales: readonly PlannedSale[],
  from: Date,
  until: Date,
): PlannedDeposit[] {
  return vendors
    .flatMap((vendor) => depositsOf(vendor, sales, from, until))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

function depositsOf(
  vendor: DemoVendor,
  sales: readonly PlannedSale[],
  from: Date,
  until: Date,
): PlannedDeposit[] {
  const own = sales.filter((sale) => sale.vendor === vendor)
  const deposits: PlannedDeposit[] = []
  let paidIn = 0n
  let due = 0n
  for (let week = from.getTime(); week < until.getTime(); week += WEEK_MS) {
    const end = week + WEEK_MS
    const isLast = end >= until.getTime()
    due += costs(own.filter(({ at }) => at.getTime() >= week && at.getTime() < end))
    const rest = due + vendor.floatMinor - paidIn
    const minor = isLast ? rest : (rest / WHOLE_THOUSAND) * WHOLE_THOUSAND
    if (minor <= 0n) continue
    paidIn += minor
    const number = `${deposits.length + 1}`.padStart(3, '0')
    deposits.push({
      at: new Date(week),
      vendor,
      minor,
      reference: `${vendor.name.slice(0, 3).toUpperCase()}-${number}`,
    })
  }
  return deposits
}

function costs(sales: readonly PlannedSale[]): bigint {
  return sales.reduce((sum, sale) => sum + costOf(sale), 0n)
}

/** Pays in what is planned for this instant, which the clock has been set to. */
export async function payIn(
  tx: Tx,
  actor: Actor,
  deposits: readonly PlannedDeposit[],
): Promise<void> {
  for (const { vendor, minor, reference, at } of deposits) {
    await confirmDeposit(tx, actor, {
      id: demoId('deposit', `${vendor.name} ${reference}`, at.getTime()),
      vendorId: vendorId(vendor.name),
      minor,
      bankReference: reference,
    })
  }
}

/** Keeps the numbers of the past receipts: the next one is the first of the present. */
export async function numberReceipts(tx: Tx, count: number): Promise<void> {
  const first = NEXT_RECEIPT - BigInt(count)
  await beginSeries(tx, demoTenant, 'receipt', first)
  await takeNumbers(tx, demoTenant, 'receipt', BigInt(count))
}

/** Books the planned sales, the oldest first. Those that are booked already stay as they are. */
export async function bookSales(planned: readonly PlannedSale[]): Promise<void> {
  const sellers = await sellersOf()
  const first = NEXT_RECEIPT - BigInt(planned.length)
  await bookPast(planned.map((sale, index) => pastSale(sale, index, first, sellers)))
}

function pastSale(
  { at, household, vendor, channel, amount, method }: PlannedSale,
  index: number,
  firstReceipt: bigint,
  sellers: (vendor: DemoVendor, channel: 'pos' | 'partner', index: number) => Seller,
): PastSale {
  return {
    saleId: demoId('sale', `${index}`, at.getTime()),
    receiptNumber: firstReceipt + BigInt(index),
    seller: sellers(vendor, channel, index),
    order: {
      key: keyOf(index),
      serialNumber: household.serialNumber,
      amount,
      tender: { method },
    },
  }
}

function keyOf(index: number): string {
  return createHash('sha256').update(`saldo demo key ${index}`).digest('hex').slice(0, 32)
}

type SellerOf = (vendor: DemoVendor, channel: 'pos' | 'partner', index: number) => Seller

async function sellersOf(): Promise<SellerOf> {
  const { client, numbers } = await reading({ tenantId: demoTenant }, async (db) => ({
    client: await db.row<{ id: string }>(
      'select id from access.client where tenant_id = $1 and name = $2',
      [demoTenant, partner.name],
    ),
    numbers: await db.rows<{ id: Id<'terminal'>; number: bigint }>(
      'select id, number from terminals.terminal where tenant_id = $1',
      [demoTenant],
    ),
  }))
  if (!client) throw new Error('The partner is not registered.')
  const numberOf = new Map(numbers.map(({ id, number }) => [id, terminalNumber(number)]))
  return (vendor, channel, index) => {
    const shared = { tenantId: demoTenant, channel, vendorId: vendorId(vendor.name) }
    const shop = { vendor: vendor.name, vendorAddress: vendor.address }
    if (channel === 'partner') {
      const names = { ...shop, terminal: partner.name, operator: '' }
      return { ...shared, clientId: client.id, terminalId: null, operatorId: null, names }
    }
    const terminal = terminalId(vendor.name)
    const operator = vendor.operators[index % vendor.operators.length]!
    return {
      ...shared,
      clientId: terminal,
      terminalId: terminal,
      operatorId: operatorId(operator.name),
      names: { ...shop, terminal: numberOf.get(terminal) ?? '', operator: operator.name },
    }
  }
}
