import { expect, test } from 'vitest'
import { numberIn, saleQueryOf, salesSearchOf, spanOf } from './search.ts'

const nairobi = { id: '019300aa-0000-7000-8000-000000000001', timeZone: 'Africa/Nairobi' }
const query = (search: Record<string, unknown>) =>
  saleQueryOf(salesSearchOf(search), nairobi, '2026-11-24')

test('without a choice the sales of today by the clock of the utility are shown', () => {
  expect(query({})).toEqual({ utility: nairobi.id, from: '2026-11-23T21:00:00.000Z' })
})

test('a chosen span of days includes its last day whole', () => {
  expect(query({ span: 'days', from: '2026-11-01', until: '2026-11-02' })).toEqual({
    utility: nairobi.id,
    from: '2026-10-31T21:00:00.000Z',
    until: '2026-11-02T21:00:00.000Z',
  })
  expect(query({ span: 'week' })?.from).toBe('2026-11-17T21:00:00.000Z')
})

test('a receipt or meter number is looked for at any time, and in a chosen span if there is one', () => {
  expect(query({ find: 'HC-88417' })).toEqual({ utility: nairobi.id, receipt: 'HC-88417' })
  expect(query({ find: '0123 4567 897' })).toEqual({ utility: nairobi.id, meter: '01234567897' })
  expect(query({ find: '88417', span: 'today' })?.from).toBe('2026-11-23T21:00:00.000Z')
  // An address reads digits alone as a number.
  expect(query({ find: 88417 })).toMatchObject({ receipt: '88417' })
  expect(spanOf({ find: '88417' })).toBe('any')
})

test.each(['Joseph', '12-34-56', '1234567890123456'])('by "%s" no sale can be found', (find) => {
  expect(numberIn(find)).toBeUndefined()
  expect(query({ find })).toBeUndefined()
})

test.each([
  ['state', 'stolen'],
  ['vendor', 'Baraka'],
  ['least', '1e9'],
  ['most', '-5'],
  ['span', 'forever'],
  ['from', '2026-02-30'],
  ['channel', ['pos']],
])('a %s that no list of sales has is left out', (name, value) => {
  expect(salesSearchOf({ [name]: value })).toEqual({})
})
