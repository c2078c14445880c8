import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { processesIn } from '../src/db/embedded/processes.ts'
import { type TemporaryServer, temporaryServer } from '../test/temporary-server.ts'
import { makeTown, type Town } from '../test/town/town.ts'
import { databaseParts, usedBetween } from './database-parts.ts'
import type { LoadPlan, LoadResult } from './load-plan.ts'
import { machineLine, median, processorSeconds } from './machine.ts'
import { bookPastSales, sizeOf } from './past-sales.ts'
import { type Process, startProgram } from './servers.ts'
import { type Yardstick, yardstick } from './tpcb.ts'

const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '6' },
    /** Server processes; 0 tries one and two and takes the better. */
    servers: { type: 'string', default: '0' },
    /** Sales of past months that are in the tables before anything is measured. */
    rows: { type: 'string', default: '0' },
    /** Of TPC-B; the ratios that count are at 100. */
    scale: { type: 'string', default: '100' },
    meters: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    'cpu-prof': { type: 'string' },
    /** Says what the database's processor time was for. */
    detail: { type: 'boolean', default: false },
  },
})
const pairs = Number(options.pairs)
const seconds = Number(options.seconds)
const CLIENTS = 64

/** What is measured at 64 clients, and the ratio to TPC-B that must be reached. */
const rows = [
  { name: 'partner sales, 1000 vendors', kind: 'partner', vendors: 1000, wanted: 1.5 },
  { name: 'partner sales, one vendor', kind: 'partner', vendors: 1, wanted: 1.2 },
  { name: 'signed sales at 64 tills', kind: 'pos', vendors: 64, wanted: undefined },
] as const

type Row = (typeof rows)[number]
type Slice = LoadResult & { serverCpu: number; databaseCpu: number; parts: string }

const chosen = rows.filter(({ name }) => options.only === '' || name.includes(options.only))
const server = await temporaryServer({ settings: { max_connections: '200' } })
const load = fork(fileURLToPath(new URL('./load.ts', import.meta.url)), {
  execArgv: ['--import', 'tsx'],
})
try {
  await bench()
} finally {
  load.kill()
  await server.stop()
}

async function bench(): Promise<void> {
  say(machineLine())
  const tpcb = await makeYardstick(server)
  say(`TPC-B: ${tpcb.name}`)
  const access = await server.migratedDatabase('saldo')
  const town = await makeTown(access, {
    vendors: 1000,
    meters: Number(options.meters),
    tills: CLIENTS,
  })
  say(`Town: 1000 vendors, ${town.serialNumbers.length} meters`)
  const url = `postgres:///saldo?user=postgres&host=${encodeURIComponent(server.host)}&port=${server.port}`
  const worker = await startProgram(url, 'work')
  const programs = [await startServer(url), await startServer(url)]
  try {
    if (Number(options.rows) > 0) await fill(access.privileged, town, programs)
    const before = await salesIn(access.privileged)
    const used = await choose(programs, town)
    const acknowledged = used.warmUp + (await measure(tpcb, used.programs, town))
    const after = await salesIn(access.privileged)
    const sure = after - before === acknowledged ? 'all of them in the books' : 'NOT THE SAME'
    say(`${acknowledged} sales acknowledged, ${after - before} booked: ${sure}.`)
  } finally {
    await Promise.all([...programs, worker].map((program) => program.stop()))
  }
  say(machineLine())
}

async function measure(tpcb: Yardstick, programs: readonly Process[], town: Town): Promise<number> {
  const results = new Map<Row, { ratios: number[]; slices: Slice[] }>()
  for (const row of chosen) results.set(row, { ratios: [], slices: [] })
  const yardsticks: number[] = []
  const single = { tpcb: [] as number[], sale: [] as number[] }
  let acknowledged = 0
  for (let pair = 0; pair < pairs; pair++) {
    for (const row of chosen) {
      const { perSecond } = await tpcb.run(CLIENTS, seconds)
      yardsticks.push(perSecond)
      const slice = await sell(programs, town, row, CLIENTS, seconds)
      acknowledged += slice.sold
      results.get(row)!.ratios.push(slice.sold / slice.seconds / perSecond)
      results.get(row)!.slices.push(slice)
    }
    await jobsDone()
    single.tpcb.push((await tpcb.run(1, 2)).medianMs)
    const slice = await sell(programs.slice(0, 1), town, rows[1], 1, 2)
    acknowledged += slice.sold
    single.sale.push(slice.medianMs)
  }
  report(yardsticks, results, single)
  return acknowledged
}

function report(
  yardsticks: readonly number[],
  results: ReadonlyMap<Row, { ratios: number[]; slices: Slice[] }>,
  single: { tpcb: number[]; sale: number[] },
): void {
  say('')
  say(
    `TPC-B, scale ${options.scale}, ${CLIENTS} clients: ${median(yardsticks).toFixed(0)} transactions/s`,
  )
  say('')
  const heads = [
    '',
    'sales/s',
    'ratio',
    'wanted',
    'median',
    'p95',
    'µs CPU a sale: server',
    'database',
    'load',
  ]
  say(`| ${heads.join(' | ')} |`)
  say(`|${heads.map(() => ' --- |').join('')}`)
  for (const [row, { ratios, slices }] of results) {
    const of = (value: (slice: Slice) => number) => median(slices.map(value))
    const cells = [
      row.name,
      of((slice) => slice.sold / slice.seconds).toFixed(0),
      median(ratios).toFixed(2),
      row.wanted === undefined ? '' : `≥ ${row.wanted}`,
      `${of((slice) => slice.medianMs).toFixed(1)} ms`,
      `${of((slice) => slice.p95Ms).toFixed(1)} ms`,
      of((slice) => (slice.serverCpu / slice.sold) * 1e6).toFixed(0),
      of((slice) => (slice.databaseCpu / slice.sold) * 1e6).toFixed(0),
      of((slice) => (slice.processorSeconds / slice.sold) * 1e6).toFixed(0),
    ]
    say(`| ${cells.join(' | ')} |`)
    if (options.detail) say(`  database: ${slices.at(-1)?.parts}`)
    const others = slices.flatMap(({ others }) => Object.entries(others))
    if (others.length > 0) say(`  other answers: ${JSON.stringify(others)}`)
  }
  const [tpcb, sale] = [median(single.tpcb), median(single.sale)]
  say('')
  say(
    `One client: a sale takes ${sale.toFixed(2)} ms (median), a TPC-B transaction ${tpcb.toFixed(2)} ms: ${(sale / tpcb).toFixed(2)}x, wanted ≤ 1.5x`,
  )
}

/** Warms the servers up, and says whether one or two of them sell more. */
async function choose(
  programs: readonly Process[],
  town: Town,
): Promise<{ programs: readonly Process[]; warmUp: number }> {
  const row = rows[0]
  let warmUp = 0
  for (const kind of [rows[0], rows[2]])
    warmUp += (await sell(programs, town, kind, CLIENTS, 5)).sold
  const given = Number(options.servers)
  if (given > 0) return { programs: programs.slice(0, given), warmUp }
  const speeds: number[] = []
  for (const count of [1, 2]) {
    const slice = await sell(programs.slice(0, count), town, row, CLIENTS, 5)
    warmUp += slice.sold
    speeds.push(slice.sold / slice.seconds)
  }
  const count = speeds[1]! > speeds[0]! ? 2 : 1
  say(
    `Sales/s with one server process ${speeds[0]!.toFixed(0)}, with two ${speeds[1]!.toFixed(0)}: measured with ${count}, and one process for the jobs.`,
  )
  return { programs: programs.slice(0, count), warmUp }
}

async function sell(
  programs: readonly Process[],
  town: Town,
  row: Row,
  clients: number,
  duration: number,
): Promise<Slice> {
  const plan: LoadPlan = {
    kind: row.kind,
    ports: programs.map(({ port }) => port),
    clients,
    seconds: duration,
    tokens: row.vendors === 1 ? town.tokens.slice(-1) : town.tokens,
    tills: row.kind === 'pos' ? town.tills : [],
    serialNumbers: town.serialNumbers,
  }
  const servers = programs.map(({ pid }) => pid)
  const database = processesIn(server.embedded.database)
  const before = [processorSeconds(servers), processorSeconds(database)] as const
  const parts = await databaseParts(server.access('saldo').privileged)
  load.send(plan)
  const [result] = (await once(load, 'message')) as [LoadResult]
  return {
    ...result,
    serverCpu: processorSeconds(servers) - before[0],
    databaseCpu: processorSeconds(database) - before[1],
    parts: usedBetween(parts, await databaseParts(server.access('saldo').privileged), (used) =>
      ((used / result.sold) * 1e6).toFixed(0),
    ),
  }
}

async function fill(
  connection: pg.ClientConfig,
  town: Town,
  programs: readonly Process[],
): Promise<void> {
  await sell(programs, town, rows[0], 1, 1)
  const began = performance.now()
  await bookPastSales(connection, town.tenantId, Number(options.rows), say)
  const took = ((performance.now() - began) / 1000).toFixed(0)
  say(`${options.rows} past sales in the tables after ${took} s: ${await sizeOf(connection)}`)
  await sealed(connection)
}

/** A utility with years of sales does not seal them all today: the sealing of what was loaded ends first. */
async function sealed(connection: pg.ClientConfig): Promise<void> {
  const began = performance.now()
  for (;;) {
    const [row] = await query(
      connection,
      `select (select count(*) from ledger.posting) - (select coalesce(sum(postings), 0) from ledger.seal) < 1000 as done`,
    )
    if ((row as { done: boolean }).done) break
    await wait(5_000)
  }
  say(`Sealed ${((performance.now() - began) / 1000).toFixed(0)} s later.`)
  await query(connection, 'checkpoint')
}

async function makeYardstick(on: TemporaryServer): Promise<Yardstick> {
  const access = on.access('tpcb')
  await query(on.access('postgres').privileged, 'create database tpcb')
  const tpcb = yardstick(access, Number(options.scale))
  await tpcb.prepare()
  return tpcb
}

function startServer(url: string): Promise<Process> {
  const profile = options['cpu-prof']
  const nodeArguments = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  return startProgram(url, 'serve', { nodeArguments })
}

async function salesIn(connection: pg.ClientConfig): Promise<number> {
  const [row] = await query(connection, 'select count(*)::int as n from hub.sale_key')
  return (row as { n: number }).n
}

/** One client means that nothing else goes on: what the sales before set off is finished first. */
async function jobsDone(): Promise<void> {
  const { privileged } = server.access('saldo')
  for (let second = 0; second < 60; second++) {
    const [waiting] = await query(privileged, 'select exists (select from hub.outbox) as behind')
    if (!(waiting as { behind: boolean }).behind) return
    await wait(1000)
  }
  say('The jobs are still behind: the figure of one client is of a busy machine.')
}

async function query(connection: pg.ClientConfig, text: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

function say(sentence: string): void {
  console.log(sentence)
}
