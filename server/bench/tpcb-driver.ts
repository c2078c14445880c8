import pg from 'pg'
import { median } from './machine.ts'

// One worker of the driver that stands in for pgbench: the same five statements, prepared, one transaction
// after the other on each connection.

type Order = {
  readonly connection: pg.ClientConfig
  readonly connections: number
  readonly seconds: number
  readonly scale: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const clients = await Promise.all(
  Array.from({ length: order.connections }, async () => {
    const client = new pg.Client(order.connection)
    await client.connect()
    return client
  }),
)
const times: number[] = []
const began = performance.now()
const end = began + order.seconds * 1000
await Promise.all(
  clients.map(async (client) => {
    for (let at = performance.now(); at < end; ) {
      await transaction(client)
      const done = performance.now()
      times.push(done - at)
      at = done
    }
  }),
)
const seconds = (performance.now() - began) / 1000
await Promise.all(clients.map((client) => client.end()))
console.log(JSON.stringify({ perSecond: times.length / seconds, medianMs: median(times) }))

async function transaction(client: pg.Client): Promise<void> {
  const account = upTo(100_000 * order.scale)
  const branch = upTo(order.scale)
  const teller = upTo(10 * order.scale)
  const delta = upTo(10_001) - 5_001
  const ask = (name: string, text: string, values: unknown[]) =>
    client.query({ name, text, values })
  await ask('begin', 'begin', [])
  await ask('account', 'update pgbench_accounts set abalance = abalance + $1 where aid = $2', [
    delta,
    account,
  ])
  await ask('balance', 'select abalance from pgbench_accounts where aid = $1', [account])
  await ask('teller', 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', [
    delta,
    teller,
  ])
  await ask('branch', 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2', [
    delta,
    branch,
  ])
  await ask(
    'history',
    'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
    [teller, branch, account, delta],
  )
  await ask('commit', 'commit', [])
}

function upTo(most: number): number {
  return 1 + Math.floor(Math.random() * most)
}
