import { closeSync, openSync, writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '../../src/kernel/ids.ts'
import { partnerClient } from '../partner-client.ts'
import { type Reply, type Send, Till } from '../till.ts'
import type { TillKeys } from '../town/town.ts'
import type { Installation } from './installation.ts'

/** Milliseconds a client waits for an answer before it asks again with the same key. */
const PATIENCE = 2_500

export interface Acknowledged {
  readonly key: string
  readonly saleId: string
  readonly digits: string
}

export interface Seller {
  /** Sells until it is told to stop; the sale under way is brought to its end. */
  sellUntil(stop: AbortSignal): Promise<void>
  sellOnce(): Promise<Acknowledged>
}

/** Told of each sale that was acknowledged, after the client has written it down. */
export type OnSold = (sold: Acknowledged) => void

/** A program of a vendor. Its journal is what it believes: a line for each acknowledged sale. */
export function partner(at: Installation, n: number, journal: string, onSold: OnSold): Seller {
  const client = partnerClient(send(at), '', at.town.tokens[n]!)
  return seller(at, journal, onSold, (meter, key) => client.sell(meter, '500', key))
}

/** A till of a vendor. */
export async function cashier(
  at: Installation,
  keys: TillKeys,
  journal: string,
  onSold: OnSold,
): Promise<Seller> {
  const till = new Till(send(at))
  await again(() => till.enrol(keys.enrolmentCode))
  await again(() => till.signIn(keys.operatorId, keys.pin))
  return seller(at, journal, onSold, (meter, key) => till.sell(meter, '500', key))
}

function seller(
  { town }: Installation,
  journal: string,
  onSold: OnSold,
  ask: (serialNumber: string, key: string) => Promise<Reply>,
): Seller {
  const sellOnce = async () => {
    const key = newId<'key'>()
    const meter = town.serialNumbers[Math.floor(Math.random() * town.serialNumbers.length)]!
    const { body } = await again(() => ask(meter, key))
    const [token] = body.tokens as { digits: string }[]
    const sold = { key, saleId: String(body.id), digits: token!.digits }
    const file = openSync(journal, 'a')
    writeSync(file, `${JSON.stringify(sold)}\n`)
    closeSync(file)
    onSold(sold)
    return sold
  }
  return {
    sellOnce,
    async sellUntil(stop) {
      while (!stop.aborted) await sellOnce()
    },
  }
}

/** Asks until there is an answer. Only what may mean "not known" or "not now" is asked again. */
async function again(ask: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    const reply = await ask().catch(() => undefined)
    if (reply && reply.status < 300) return reply
    const mayAskAgain = !reply || [503, 504].includes(reply.status)
    if (!mayAskAgain) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
    await wait(50 + Math.random() * 100)
  }
}

function send({ origin }: Installation): Send {
  return async ({ method, url, headers, body }) => {
    const reply = await fetch(`${origin}${url}`, {
      method,
      headers,
      signal: AbortSignal.timeout(PATIENCE),
      ...(body !== undefined && { body }),
    })
    return {
      status: reply.status,
      headers: {},
      body: (await reply.json()) as Record<string, unknown>,
    }
  }
}
