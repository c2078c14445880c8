import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { check, type Verdict } from './checker.ts'
import { cashier, partner, type Seller } from './client.ts'
import { type Installation, install } from './installation.ts'

// Kills the server and PostgreSQL under load, again and again, and then checks the books. Nothing is
// repaired by hand: whoever was killed comes back by itself, or the test fails.

const { values: options } = parseArgs({
  options: {
    servers: { type: 'string', default: '5' },
    databases: { type: 'string', default: '3' },
    /** Ends the killing early, with what was done so far. */
    minutes: { type: 'string', default: '60' },
  },
})
const wanted = { server: Number(options.servers), database: Number(options.databases) }
const lastKillAt = performance.now() + Number(options.minutes) * 60_000

/** Sales between two kills, so that each falls into a running system. */
const SALES_BETWEEN = 25
/** Milliseconds in which sales must go on after a kill; generous, for a machine with other things to do. */
const COMES_BACK_IN = 60_000

const folder = mkdtempSync(join(tmpdir(), 'saldo-crash-'))
const installation = await install()
const stop = new AbortController()
let sold = 0
let failure: string | undefined

const journals = Array.from({ length: 8 }, (_, n) => join(folder, `client-${n}.jsonl`))
const sellers = await open(installation)
const selling = Promise.all(sellers.map((seller) => seller.sellUntil(stop.signal))).catch(
  (error) => {
    failure = String(error)
  },
)

const done = { server: 0, database: 0 }
const pauses: { server: number[]; database: number[] } = { server: [], database: [] }
for (let next = nextVictim(); next && !failure; next = nextVictim()) {
  if (!(await soldMore(SALES_BETWEEN))) break
  await wait(Math.random() * 700)
  const killedAt = performance.now()
  await (next === 'server' ? installation.killServer() : installation.killDatabase())
  done[next] += 1
  // More than the answers that were on their way already.
  if (!(await soldMore(journals.length + 1))) {
    failure = `After kill ${done.server + done.database} (${next}) nothing was sold for ${COMES_BACK_IN / 1000} s.`
    break
  }
  pauses[next].push((performance.now() - killedAt) / 1000)
}
await soldMore(SALES_BETWEEN)
stop.abort()
await Promise.race([selling, wait(COMES_BACK_IN)])

const verdicts: Verdict[] = [
  {
    promise: 'Sales went on by themselves after each kill (P10)',
    faults: failure ? [failure] : [],
  },
  {
    promise: 'The server lived through every loss of its database',
    faults:
      installation.unexpectedEnds() === 0
        ? []
        : [`It ended ${installation.unexpectedEnds()} times.`],
  },
  ...(await check(installation, journals)),
  await lastSale(),
]
await installation.stop()
rmSync(folder, { recursive: true, force: true })
report()

function nextVictim(): 'server' | 'database' | undefined {
  const left = { server: wanted.server - done.server, database: wanted.database - done.database }
  const total = left.server + left.database
  if (total <= 0 || performance.now() > lastKillAt) return undefined
  return Math.random() * total < left.server ? 'server' : 'database'
}

/** Waits until so many more sales were acknowledged; false when that takes too long. */
async function soldMore(count: number): Promise<boolean> {
  const goal = sold + count
  const end = performance.now() + COMES_BACK_IN
  while (sold < goal) {
    if (failure || performance.now() > end) return false
    await wait(10)
  }
  return true
}

/** Six programs and two tills, each on the float of its own vendor. */
async function open(at: Installation): Promise<Seller[]> {
  const onSold = () => {
    sold += 1
  }
  return Promise.all(
    journals.map(async (journal, n) =>
      n < 6 ? partner(at, n, journal, onSold) : cashier(at, at.town.tills[n]!, journal, onSold),
    ),
  )
}

async function lastSale(): Promise<Verdict> {
  const promise = 'The system that went through all this sells'
  try {
    await Promise.race([
      Promise.all(sellers.map((seller) => seller.sellOnce())),
      wait(COMES_BACK_IN).then(() => {
        throw new Error('No sale within a minute.')
      }),
    ])
    return { promise, faults: [] }
  } catch (error) {
    return { promise, faults: [String(error)] }
  }
}

function report(): void {
  const longest = (times: readonly number[]) =>
    times.length === 0 ? '-' : `${Math.max(...times).toFixed(1)} s`
  console.log(
    `${done.server} times the server was killed, ${done.database} times PostgreSQL; ${sold} sales acknowledged.`,
  )
  console.log(
    `Longest pause of all clients: ${longest(pauses.server)} after the server, ${longest(pauses.database)} after PostgreSQL.`,
  )
  for (const { promise, faults } of verdicts) {
    console.log(`${faults.length === 0 ? 'passed' : 'FAILED'}: ${promise}`)
    for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`)
  }
  const failed = verdicts.filter(({ faults }) => faults.length > 0).length
  console.log(`${verdicts.length - failed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}
