import pg from 'pg'
import { openModules } from '../src/app.ts'
import { type Database, openDatabase, useDatabase } from '../src/db/index.ts'
import { type Seller, sell } from '../src/hub/index.ts'
import { readConfig } from '../src/kernel/config.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import { synchronousStandby } from '../test/standby.ts'
import { temporaryServer } from '../test/temporary-server.ts'
import { makeTown, masterKey, type Town } from '../test/town/town.ts'
import { machineLine, median } from './machine.ts'

// With a synchronous standby some milliseconds away: is it better to commit and wait in one, or to commit
// locally, which frees the row locks, and then to pass the barrier before answering? In this process, so
// that nothing but the database's side differs (DESIGN.md section 4, RELIABILITY.md 2.5).

const CLIENTS = 64
const SECONDS = 5
const ROUNDS = 3
/** Each way; a round trip is twice as long. */
const DELAY_MS = 2.5

const server = await temporaryServer({ tcp: true })
const access = await server.migratedDatabase('saldo')
const town = await makeTown(access, { vendors: 1000, meters: 20_000, tills: 1 })
const plain = openDatabase(access.server)
const local = openDatabase({ ...access.server, options: '-c synchronous_commit=local' })
const ways = {
  'commit and wait': { database: plain, after: async () => {} },
  'commit locally, then barrier': {
    database: { ...plain, call: local.call } satisfies Database,
    after: () => plain.barrier(),
  },
}
openModules({ config: readConfig({ SALDO_MODE: 'demo', SALDO_LOG_LEVEL: 'fatal' }), masterKey })
const sellers = await readSellers(town)
console.log(machineLine())
useDatabase(plain)
await run('commit and wait', sellers)
const standby = await synchronousStandby(server)
standby.link.delay(DELAY_MS)
for (const [name, some] of [
  ['1000 vendors', sellers],
  ['one vendor', sellers.slice(0, 1)],
] as const) {
  const figures = new Map<string, number[][]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      figures.set(way, [...(figures.get(way) ?? []), await run(way, some)])
    }
  }
  for (const [way, rounds] of figures) {
    const [perSecond, middle, p99] = [0, 1, 2].map((n) => median(rounds.map((one) => one[n]!)))
    console.log(
      `${name}, ${way}: ${perSecond!.toFixed(0)} sales/s, median ${middle!.toFixed(0)} ms, p99 ${p99!.toFixed(0)} ms`,
    )
  }
}
console.log(machineLine())
await plain.close()
await local.close()
await standby.stop()
await server.stop()

async function run(name: keyof typeof ways, some: readonly Seller[]): Promise<number[]> {
  const { database, after } = ways[name]
  useDatabase(database)
  const times: number[] = []
  const began = performance.now()
  const end = began + SECONDS * 1000
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let at = performance.now(); at < end; ) {
        await sell(oneOf(some), {
          serialNumber: oneOf(town.serialNumbers),
          amount: '500',
          tender: { method: 'cash' },
          key: newId<'key'>(),
        })
        await after()
        const done = performance.now()
        times.push(done - at)
        at = done
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return [times.length / seconds, median(times), times[Math.floor(times.length * 0.99)] ?? 0]
}

async function readSellers({ tenantId }: Town): Promise<Seller[]> {
  const client = new pg.Client(access.privileged)
  await client.connect()
  const { rows } = await client.query<{ id: string; vendor_id: Id<'vendor'> }>(
    'select id, vendor_id from access.client',
  )
  await client.end()
  const names = { vendor: 'Shop', vendorAddress: '', terminal: 'Program', operator: '' }
  return rows.map(({ id, vendor_id }) => ({
    tenantId,
    channel: 'partner',
    clientId: id,
    vendorId: vendor_id,
    terminalId: null,
    operatorId: null,
    names,
  }))
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!
}
