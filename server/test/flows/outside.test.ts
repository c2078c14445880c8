import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Outcome } from '../../src/backends/index.ts'
import { openCases } from '../../src/cases/index.ts'
import { reading } from '../../src/db/index.ts'
import { resolveUnknown, setCallDeadline, useBackEnds } from '../../src/hub/index.ts'
import { setClock } from '../../src/kernel/clock.ts'
import { newId } from '../../src/kernel/ids.ts'
import { available, findings, rowsOf } from '../books.ts'
import { type World, world } from '../harness.ts'
import {
  fails,
  late,
  refuses,
  type ScriptedBackEnd,
  says,
  scriptedBackEnd,
  silent,
  tokenOf,
} from '../outside-back-end.ts'

vi.setConfig({ hookTimeout: 180_000, testTimeout: 60_000 })

const DEADLINE_MS = 150
let harbour: World
let biller: ScriptedBackEnd
let putBack: () => void
let before: bigint

beforeAll(async () => {
  harbour = await world({ float: 1_000_000n })
})
afterAll(() => harbour.close())
beforeEach(async () => {
  biller = scriptedBackEnd()
  putBack = useBackEnds([biller.backEnd])
  setCallDeadline(DEADLINE_MS)
  before = await available(harbour, harbour.vendor)
})
afterEach(async () => {
  setClock()
  setCallDeadline()
  putBack()
  expect(await findings(harbour)).toEqual([])
})

const sell = (amount = '100', key: string = newId<'key'>()) =>
  harbour.vendor.client.sell(harbour.meter.serialNumber, amount, key)
const byKey = (key: string) =>
  harbour.vendor.client.ask('GET', `/api/partner/v1/sales/by-key/${key}`)
const left = () => available(harbour, harbour.vendor)
const digitsOf = (body: Record<string, unknown>) =>
  (body.tokens as { digits: string }[]).map(({ digits }) => digits)

/** Asks about the open sales as the job does, at a time when their turn has come. */
async function askAgain(): Promise<number> {
  setClock(() => Date.now() + 4 * 60_000)
  try {
    return await resolveUnknown(harbour.tenantId)
  } finally {
    setClock()
  }
}

/** Asks from so many servers at once: each call waits until all of them have asked. */
async function askTogether(...outcomes: Outcome[]): Promise<void> {
  setCallDeadline(30_000)
  const sofar = biller.asked.length
  const all = () => vi.waitUntil(() => biller.asked.length === sofar + outcomes.length, 20_000)
  // They answer in the order of the outcomes, with time for the one before to be booked.
  biller.onAsk(
    ...outcomes.map((outcome, n) => async () => {
      await all()
      await new Promise((resolve) => setTimeout(resolve, n * 300))
      return outcome
    }),
  )
  setClock(() => Date.now() + 4 * 60_000)
  await Promise.all(outcomes.map(() => resolveUnknown(harbour.tenantId)))
  setClock()
}

test('a system that answers at once sells, and the float pays', async () => {
  biller.onIssue(says(tokenOf('1')))
  const sold = await sell()
  expect(sold).toMatchObject({ status: 201, body: { state: 'done', units: '7.5' } })
  expect(digitsOf(sold.body)).toEqual(['1'.repeat(20)])
  expect(await left()).toBe(before - 10_000n)
  expect(await rowsOf(harbour, 'hub.hold')).toBe(0)
})

test('a refusal gives the held money back', async () => {
  biller.onIssue(refuses)
  const key = newId<'key'>()
  const refused = await sell('100', key)
  expect(refused).toMatchObject({ status: 200, body: { state: 'refused', tokens: [] } })
  expect(await left()).toBe(before)
  // Its outcome is known: the same key tells it again and calls nobody.
  expect((await sell('100', key)).body).toEqual(refused.body)
  expect(biller.issued).toHaveLength(1)
})

test('a silent system leaves the sale unknown and the money held, until asking by sale id decides', async () => {
  const key = newId<'key'>()
  const unknown = await sell('100', key)
  expect(unknown).toMatchObject({ status: 202, body: { state: 'unknown', tokens: [] } })
  expect(await left()).toBe(before - 10_000n)
  expect(await rowsOf(harbour, 'hub.hold')).toBe(1)
  expect(await findings(harbour)).toEqual([])

  // Repeating the request never calls the system a second time.
  expect((await sell('100', key)).body).toEqual(unknown.body)
  expect((await sell('101', key)).body.code).toBe('request.key_reused')
  expect(biller.issued).toHaveLength(1)

  biller.onAsk(says({ outcome: 'unknown' }), says(tokenOf('2')))
  expect(await askAgain()).toBe(0)
  expect(await left()).toBe(before - 10_000n)
  setClock(() => Date.now() + 8 * 60_000)
  expect(await resolveUnknown(harbour.tenantId)).toBe(1)
  expect(biller.asked).toEqual([unknown.body.id, unknown.body.id])
  const told = await byKey(key)
  expect(told.body).toMatchObject({ id: unknown.body.id, state: 'done' })
  expect(digitsOf(told.body)).toEqual(['2'.repeat(20)])
  expect(await left()).toBe(before - 10_000n)
  expect(await rowsOf(harbour, 'hub.hold')).toBe(0)
})

test('sales that wait are asked about at the same time: one that is not answered holds up no other', async () => {
  for (let n = 0; n < 3; n++) await sell()
  setCallDeadline(30_000)
  const allAsked = () => vi.waitUntil(() => biller.asked.length === 3, 20_000)
  const patient = async () => {
    await allAsked()
    return { outcome: 'refused', reason: 'no such meter' } as const
  }
  biller.onAsk(patient, patient, patient)
  expect(await askAgain()).toBe(3)
  expect(await left()).toBe(before)
})

test('nobody is asked again before the time has come', async () => {
  await sell()
  expect(await resolveUnknown(harbour.tenantId)).toBe(0)
  expect(biller.asked).toEqual([])
  biller.onAsk(refuses)
  expect(await askAgain()).toBe(1)
  expect(await left()).toBe(before)
})

test('an answer that fails says nothing: the sale is unknown, and a later refusal gives the money back', async () => {
  biller.onIssue(fails)
  const key = newId<'key'>()
  expect((await sell('100', key)).body.state).toBe('unknown')
  biller.onAsk(fails, refuses)
  expect(await askAgain()).toBe(0)
  expect(await left()).toBe(before - 10_000n)
  setClock(() => Date.now() + 8 * 60_000)
  expect(await resolveUnknown(harbour.tenantId)).toBe(1)
  expect((await byKey(key)).body.state).toBe('refused')
  expect(await left()).toBe(before)
})

test('an answer after the deadline decides nothing by itself; asking finds the same token', async () => {
  biller.onIssue(late(DEADLINE_MS * 3, tokenOf('3')))
  const key = newId<'key'>()
  expect((await sell('100', key)).body.state).toBe('unknown')
  await new Promise((resolve) => setTimeout(resolve, DEADLINE_MS * 4))
  expect((await byKey(key)).body.state).toBe('unknown')
  biller.onAsk(says(tokenOf('3')))
  expect(await askAgain()).toBe(1)
  expect(digitsOf((await byKey(key)).body)).toEqual(['3'.repeat(20)])
})

test('two who ask at once and hear the same book it once', async () => {
  biller.onIssue(fails)
  const { body } = await sell()
  await askTogether(tokenOf('4'), tokenOf('4'), tokenOf('4'))
  expect(await left()).toBe(before - 10_000n)
  const rows = await reading(harbour.actor, (db) =>
    db.rows('select 1 from tokens.token where tenant_id = $1 and origin_id = $2', [
      harbour.tenantId,
      body.id,
    ]),
  )
  expect(rows).toHaveLength(1)
  expect(await caseOf(body.id)).toBeUndefined()
})

test('a refusal after a token changes nothing and opens a case for a person', async () => {
  const key = newId<'key'>()
  biller.onIssue(fails)
  const { body } = await sell('100', key)
  await askTogether(tokenOf('5'), { outcome: 'refused', reason: 'Never heard of it.' })
  const told = (await byKey(key)).body
  expect(told.state).toBe('done')
  expect(digitsOf(told)).toEqual(['5'.repeat(20)])
  expect(await left()).toBe(before - 10_000n)
  expect(await caseOf(body.id)).toMatchObject({ detail: { state: 'done', said: 'refused' } })
})

test('a token after a refusal changes nothing and opens a case for a person', async () => {
  const key = newId<'key'>()
  biller.onIssue(fails)
  const { body } = await sell('100', key)
  await askTogether({ outcome: 'refused', reason: 'No such meter.' }, tokenOf('6'))
  expect((await byKey(key)).body).toMatchObject({ state: 'refused', tokens: [] })
  expect(await left()).toBe(before)
  expect(await caseOf(body.id)).toMatchObject({ detail: { state: 'refused', said: 'issued' } })
})

test('another token than the one that was booked opens a case for a person', async () => {
  const key = newId<'key'>()
  biller.onIssue(fails)
  const { body } = await sell('100', key)
  await askTogether(tokenOf('7'), tokenOf('8'))
  expect(digitsOf((await byKey(key)).body)).toEqual(['7'.repeat(20)])
  expect(await left()).toBe(before - 10_000n)
  expect(await caseOf(body.id)).toMatchObject({ detail: { state: 'done', said: 'issued' } })
})

test('tokens that no meter could take are no answer: the sale stays unknown and the others are asked about', async () => {
  const nonsense = {
    outcome: 'issued',
    tokens: [{ kind: 'credit', digits: '12', units: 75n }],
  } as const
  biller.onIssue(says(nonsense), silent)
  const [first, second] = [newId<'key'>(), newId<'key'>()]
  expect((await sell('100', first)).body.state).toBe('unknown')
  await sell('50', second)
  biller.onAsk(says(nonsense), refuses)
  expect(await askAgain()).toBe(1)
  expect((await byKey(first)).body.state).toBe('unknown')
  expect((await byKey(second)).body.state).toBe('refused')
  setClock(() => Date.now() + 8 * 60_000)
  expect(await resolveUnknown(harbour.tenantId)).toBe(1)
  expect(await left()).toBe(before)
})

test('a crash between holding and settling is made good by whoever asks next', async () => {
  // The process that made the call never hears of it again.
  setCallDeadline(3_600_000)
  const key = newId<'key'>()
  void sell('100', key)
  await vi.waitUntil(() => biller.issued.length === 1, { timeout: 20_000 })
  expect((await byKey(key)).body).toMatchObject({ state: 'unknown', tokens: [] })
  expect(await left()).toBe(before - 10_000n)
  biller.onAsk(says(tokenOf('9')))
  expect(await askAgain()).toBe(1)
  expect(digitsOf((await byKey(key)).body)).toEqual(['9'.repeat(20)])
  expect(await left()).toBe(before - 10_000n)
})

test('held money is spent money for every other sale', async () => {
  const rest = `${(await left()) / 100n}.${String((await left()) % 100n).padStart(2, '0')}`
  expect((await sell(rest)).body.state).toBe('unknown')
  expect(await left()).toBe(0n)
  expect(await sell('0.01')).toMatchObject({ status: 422, body: { code: 'ledger.funds_short' } })
  expect(biller.issued).toHaveLength(1)
  biller.onAsk(refuses)
  expect(await askAgain()).toBe(1)
  expect(await left()).toBe(before)
})

test('one key twenty times at once calls the system once', async () => {
  biller.onIssue(late(50, tokenOf('0')), silent)
  const key = newId<'key'>()
  const answers = await Promise.all(Array.from({ length: 20 }, () => sell('100', key)))
  expect(biller.issued).toHaveLength(1)
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  for (const { status } of answers) expect([200, 201, 202]).toContain(status)
  expect((await byKey(key)).body.state).toBe('done')
  expect(await left()).toBe(before - 10_000n)
})

async function caseOf(saleId: unknown) {
  const found = await reading(harbour.actor, (db) => openCases(db, harbour.tenantId))
  return found.find(({ subjectId, kind }) => subjectId === saleId && kind === 'sale_contradiction')
}
