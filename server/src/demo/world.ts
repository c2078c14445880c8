import pg from 'pg'
import { systemActor } from '../access/index.ts'
import { type DatabaseAccess, reading } from '../db/index.ts'
import { drainOutbox } from '../hub/index.ts'
import { makePartitions } from '../jobs/index.ts'
import { now, setClock } from '../kernel/clock.ts'
import { sealLedger } from '../ledger/index.ts'
import { blockMeter } from '../meters/index.ts'
import { createTenant, readTenant } from '../tenants/index.ts'
import { noticeLowFloats } from '../vendors/index.ts'
import { foundCompany, foundPlatform, loadKeys, publishTariffs, staffOf } from './company.ts'
import { connect } from './connections.ts'
import { bookSales, numberReceipts, type PlannedDeposit, payIn, planDeposits } from './history.ts'
import { households, meterId } from './households.ts'
import { demoPlatform, demoTenant } from './ids.ts'
import { DAYS, planSales } from './plan.ts'
import { openShops } from './shops.ts'
import { begin, begunAt, isDone, LAST_STEP, once } from './step.ts'

const DAY_MS = 24 * 3_600_000
/** The company is founded so long before the first sale. */
const FOUNDED_BEFORE_MS = (DAYS + 8) * DAY_MS
/** Connections are made by so many at once. */
const CREWS = 6

/**
 * Makes the demo world: a company with two utilities, its shops, customers, meters and three months of
 * sales, the same each time. What the modules allow is all it does; only the clock is set back for what
 * lies in the past. Must run before anything is sold, and continues what was interrupted.
 */
export async function makeDemoWorld(parts: {
  readonly masterKey: Uint8Array
  readonly access: Pick<DatabaseAccess, 'owner'>
}): Promise<void> {
  const began = (await begunAt()) ?? now()
  const sales = planSales(began)
  const founded = began.getTime() - FOUNDED_BEFORE_MS

  await at(founded, async () => {
    await makePartitions()
    if (!(await readTenant(demoTenant))) {
      await createTenant({ id: demoTenant, name: 'Harbour City Utilities' })
    }
    if (!(await readTenant(demoPlatform))) await foundPlatform()
    await begin(began)
    await found(parts.masterKey)
  })
  await makePartitions()
  await takeStock(parts.access)
  await payInWeekly(planDeposits(sales, new Date(founded + DAY_MS), began))
  await once('receipts', (tx) => numberReceipts(tx, sales.length))
  if (!(await isDone(LAST_STEP))) await bookSales(sales)
  await settle()
  await once(LAST_STEP, async () => {})
}

/** What stood before the first sale. */
async function found(masterKey: Uint8Array): Promise<void> {
  const system = systemActor(demoTenant)
  await once('company', (tx) => foundCompany(tx, system))
  const staff = await reading({ tenantId: demoTenant }, staffOf)
  await once('keys', (tx) => loadKeys(tx, staff, masterKey))
  await once('tariffs', (tx) => publishTariffs(tx, staff, now()))
  await once('shops', (tx) => openShops(tx, staff.administrator))
  const crews = Array.from({ length: CREWS }, (_, crew) =>
    households.filter(({ n }) => n % CREWS === crew),
  )
  await Promise.all(
    crews.map((own, crew) =>
      once(`connections ${crew}`, (tx) => connect(tx, staff.administrator, own)),
    ),
  )
}

async function payInWeekly(deposits: readonly PlannedDeposit[]): Promise<void> {
  const { treasurer } = await reading({ tenantId: demoTenant }, staffOf)
  const instants = new Set(deposits.map((deposit) => deposit.at.getTime()))
  for (const instant of instants) {
    const due = deposits.filter((deposit) => deposit.at.getTime() === instant)
    const name = `deposits ${new Date(instant).toISOString()}`
    await at(instant, () => once(name, (tx) => payIn(tx, treasurer, due)))
  }
}

/** What happened since the last sale: as the jobs of a running server would have done it. */
async function settle(): Promise<void> {
  const system = systemActor(demoTenant)
  await once('blocked meter', async (tx) => {
    for (const household of households.filter(({ trait }) => trait === 'blocked')) {
      await blockMeter(tx, system, meterId(household), 'Broken seal found at an inspection.')
    }
  })
  while ((await drainOutbox(demoTenant, [noticeLowFloats])) > 0);
  await sealLedger(demoTenant)
}

/**
 * Lets PostgreSQL count what is in the tables that were just filled: without figures it reads all meters of
 * the tenant for each sale, until its own housekeeping comes by. Only the owner of the tables may.
 */
async function takeStock({ owner }: Pick<DatabaseAccess, 'owner'>): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query(
      `analyze customers.customer, customers.debt, keys.supply_group, ledger.account, meters.meter,
         meters.sts_data, pricing.margin, tariffs.assignment, tariffs.usage_state, tariffs.version,
         tokens.register, usage_points.link, usage_points.usage_point, vendors.vendor,
         vendors.supply_group`,
    )
  } finally {
    await client.end()
  }
}

/** Does something as if it were another instant, given in milliseconds since 1970. */
async function at<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  setClock(() => ms)
  try {
    return await work()
  } finally {
    setClock()
  }
}
