import { describe, expect, test } from 'vitest'
import type { SaleView } from '../src/contract.ts'
import {
  afterAsking,
  afterRestart,
  afterSending,
  isOpen,
  newItem,
  type OutboxItem,
  pauseBefore,
  type SaleAnswer,
} from '../src/outbox/outbox.ts'

const key = '0193a5b0-0000-7000-8000-000000000001'
const silence: SaleAnswer = { kind: 'none' }

describe('a sale whose request has just left', () => {
  test('is done when the answer carries its token', () => {
    const item = afterSending(sent(), sold())
    expect(item).toMatchObject({ state: 'done', sale: { receiptNumber: 'HC-1' } })
  })

  test('is refused when the server says no before any silence', () => {
    const item = afterSending(sent(), refusal('meter.blocked', 422))
    expect(item).toMatchObject({ state: 'refused', problem: { code: 'meter.blocked' } })
  })

  test('is refused when the server may not vend at all', () => {
    expect(afterSending(sent(), refusal('clock.unfit', 503)).state).toBe('refused')
    expect(afterSending(sent(), refusal('installation.quarantined', 503)).state).toBe('refused')
  })

  test('is checked, and asked about, when no answer came', () => {
    expect(afterSending(sent(), silence)).toMatchObject({ state: 'checking', next: 'ask' })
  })

  test.each([
    ['outcome.unknown', 504],
    ['server.fault', 500],
    ['some.newer_fault', 502],
    ['request.in_progress', 409],
    ['request.key_reused', 422],
    ['proxy.busy', 429],
  ])('is checked, not failed, when the answer is %s', (code, status) => {
    expect(afterSending(sent(), refusal(code, status))).toMatchObject({
      state: 'checking',
      next: 'ask',
    })
  })

  test('is checked when the browser repeated the POST and the repeat was refused as a replay', () => {
    expect(afterSending(sent(), refusal('terminal.replayed', 401)).state).toBe('checking')
  })

  test('is sent again with the same key when the server was busy, after a pause', () => {
    const item = afterSending(sent(), refusal('sale.busy', 503))
    expect(item).toMatchObject({ key, state: 'checking', next: 'send' })
    expect(pauseBefore(item)).toBe(2_000)
  })

  test('waits as long as an overloaded server asks, never less than a second', () => {
    expect(pauseBefore(afterSending(sent(), refusal('server.overloaded', 503, 7)))).toBe(7_000)
    expect(pauseBefore(afterSending(sent(), refusal('server.overloaded', 503, 0)))).toBe(1_000)
  })

  test('is checked when the answer belongs to another key', () => {
    expect(afterSending(sent(), sold({ key: 'another' })).state).toBe('checking')
  })

  test('is checked when the token is torn', () => {
    const torn = sold({ tokens: [{ kind: 'credit', ordinal: 1, of: 1, digits: '4821993' }] })
    expect(afterSending(sent(), torn).state).toBe('checking')
    expect(afterSending(sent(), sold({ tokens: [] })).state).toBe('checking')
  })
})

describe('a sale that is being checked', () => {
  test('is done with the same token when the server finds it', () => {
    expect(afterAsking(checked(), sold())).toMatchObject({ state: 'done' })
  })

  test('is sent again at once, with the same key, when the server has no such sale', () => {
    const item = afterAsking(checked(), refusal('sale.not_found', 404))
    expect(item).toMatchObject({ key, state: 'checking', next: 'send' })
    expect(pauseBefore(item)).toBe(0)
  })

  test('stays open while the server does not know either', () => {
    expect(afterAsking(checked(), sold({ state: 'unknown' })).state).toBe('checking')
  })

  test('is never decided by a refusal to answer the question', () => {
    for (const code of ['session.expired', 'terminal.blocked', 'server.fault', 'meter.blocked']) {
      expect(afterAsking(checked(), refusal(code, 403)).state, code).toBe('checking')
    }
  })

  test('is not decided by a refusal of who sends it again', () => {
    expect(afterSending(checked(), refusal('session.expired', 401)).state).toBe('checking')
    expect(afterSending(checked(), refusal('terminal.blocked', 403)).state).toBe('checking')
  })

  test('is refused when sending it again meets a refusal of the sale itself', () => {
    expect(afterSending(checked(), refusal('ledger.funds_short', 422)).state).toBe('refused')
  })

  test('is asked about after 2, 4, 8 and 16 seconds, then every 30', () => {
    const pauses: number[] = []
    let item = sent()
    for (let i = 0; i < 7; i++) {
      item = i === 0 ? afterSending(item, silence) : afterAsking(item, silence)
      pauses.push(pauseBefore(item) / 1_000)
    }
    expect(pauses).toEqual([2, 4, 8, 16, 30, 30, 30])
  })
})

test('a sale found at start-up is asked about before anything else', () => {
  const item = afterRestart(sent())
  expect(item).toMatchObject({ state: 'checking', next: 'ask' })
  const resent = afterSending(
    afterAsking(item, refusal('sale.not_found', 404)),
    refusal('session.required', 401),
  )
  expect(isOpen(resent)).toBe(true)
})

test('a decided sale stays decided after a restart', () => {
  const done = afterSending(sent(), sold())
  expect(afterRestart(done)).toBe(done)
})

function sent(): OutboxItem {
  return newItem(
    key,
    { serialNumber: '07012345679', amount: '500.00', tender: { method: 'cash' } },
    { customer: 'Amina Otieno', currency: { code: 'KES', decimals: 2 } },
    '2026-11-24T11:32:00.000Z',
  )
}

function checked(): OutboxItem {
  return afterSending(sent(), silence)
}

function sold(changes: Partial<SaleView> = {}): SaleAnswer {
  const sale = {
    id: 's1',
    key,
    state: 'done',
    receiptNumber: 'HC-1',
    tokens: [{ kind: 'credit', ordinal: 1, of: 1, digits: '48219930117562048853' }],
    ...changes,
  }
  return { kind: 'sale', sale: sale as SaleView }
}

function refusal(code: string, status: number, retryAfter: number | null = null): SaleAnswer {
  const problem = { type: 'about:blank', title: code, status, code, traceId: 't' }
  return { kind: 'problem', problem, retryAfter }
}
