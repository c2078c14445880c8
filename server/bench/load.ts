import { newId } from '../src/kernel/ids.ts'
import { Till } from '../test/till.ts'
import type { TillKeys } from '../test/town/town.ts'
import { HttpConnection, requestText } from './http-connection.ts'
import type { LoadPlan, LoadResult } from './load-plan.ts'

// A process of its own: it takes a plan, sells for so many seconds, and tells what it saw.

/** What one client sends for its next sale. */
type NextSale = () => string

const tills = new Map<string, Promise<Till>>()

process.on('message', async (plan: LoadPlan) => {
  process.send?.(await run(plan))
})

async function run(plan: LoadPlan): Promise<LoadResult> {
  const clients = await Promise.all(
    Array.from({ length: plan.clients }, async (_, n) => {
      const connection = await HttpConnection.open(plan.ports[n % plan.ports.length]!)
      return { connection, next: await nextSale(plan, n, connection) }
    }),
  )
  const times: number[] = []
  const others: Record<string, number> = {}
  const used = process.cpuUsage()
  const began = performance.now()
  const end = began + plan.seconds * 1000
  await Promise.all(
    clients.map(async ({ connection, next }) => {
      for (let at = performance.now(); at < end; ) {
        const { status, body } = await connection.ask(next())
        const done = performance.now()
        if (status === 201 && /"digits":"[0-9]{20}"/.test(body)) times.push(done - at)
        else count(others, `${status} ${/"code":"([a-z_.]+)"/.exec(body)?.[1] ?? ''}`)
        at = done
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(used)
  for (const { connection } of clients) connection.close()
  times.sort((a, b) => a - b)
  return {
    sold: times.length,
    others,
    seconds,
    medianMs: times[times.length >> 1] ?? 0,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    processorSeconds: (user + system) / 1e6,
  }
}

async function nextSale(plan: LoadPlan, n: number, connection: HttpConnection): Promise<NextSale> {
  if (plan.kind === 'partner') return partnerSale(plan)
  const keys = plan.tills[n % plan.tills.length]!
  return posSale(plan, await tillOf(keys, connection))
}

function partnerSale(plan: LoadPlan): NextSale {
  return () =>
    requestText(
      'POST',
      '/api/partner/v1/sales',
      {
        authorization: `Bearer ${oneOf(plan.tokens)}`,
        'content-type': 'application/json',
        'idempotency-key': newId<'key'>(),
      },
      order(plan),
    )
}

function posSale(plan: LoadPlan, till: Till): NextSale {
  return () => {
    const body = order(plan)
    const headers = till.headers('POST', '/api/pos/sales', body, newId<'key'>())
    return requestText('POST', '/api/pos/sales', headers, body)
  }
}

/** A till enrolled and signed in once, for all slices. */
function tillOf(keys: TillKeys, connection: HttpConnection): Promise<Till> {
  const known = tills.get(keys.enrolmentCode)
  if (known) return known
  const till = new Till(async ({ method, url, headers, body }) => {
    const answer = await connection.ask(requestText(method, url, headers, body))
    return { status: answer.status, headers: {}, body: JSON.parse(answer.body) }
  })
  const ready = till.enrol(keys.enrolmentCode).then(async (enrolled) => {
    if (enrolled.status !== 201) throw new Error(`enrol: ${JSON.stringify(enrolled.body)}`)
    const signedIn = await till.signIn(keys.operatorId, keys.pin)
    if (signedIn.status !== 201) throw new Error(`sign in: ${JSON.stringify(signedIn.body)}`)
    return till
  })
  tills.set(keys.enrolmentCode, ready)
  return ready
}

function order({ serialNumbers }: LoadPlan): string {
  const serialNumber = oneOf(serialNumbers)
  return `{"serialNumber":"${serialNumber}","amount":"500.00","tender":{"method":"cash"}}`
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
