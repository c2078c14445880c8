import { expect, test } from 'vitest'
import { allRefusals, Refusal, refusal } from './refusal.ts'

test('a refusal carries its code, status and what the caller needs to act', () => {
  const Blocked = refusal('test.blocked', 422, 'This meter is blocked for vending.')
  const thrown = Blocked({ serialNumber: '07012345679' }, { retryAfter: 3 })
  expect(thrown).toBeInstanceOf(Refusal)
  expect(thrown).toMatchObject({
    code: 'test.blocked',
    status: 422,
    title: 'This meter is blocked for vending.',
    params: { serialNumber: '07012345679' },
    retryAfter: 3,
  })
  expect(Blocked.is(thrown)).toBe(true)
  expect(Blocked.is(new Error('test.blocked'))).toBe(false)
  expect(allRefusals().map((kind) => kind.code)).toContain('test.blocked')
})

test('a code is declared once', () => {
  refusal('test.once', 422, 'Once.')
  expect(() => refusal('test.once', 409, 'Twice.')).toThrow('declared twice')
})

test('a code reads like noun.fault and a status is an error', () => {
  expect(() => refusal('Blocked', 422, 'x')).toThrow('reads like')
  expect(() => refusal('test.fine', 200, 'x')).toThrow('4xx or 5xx')
})
