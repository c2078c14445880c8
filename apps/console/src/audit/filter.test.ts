import { expect, test } from 'vitest'
import { auditFilterOf } from './filter.ts'

test('what stands in an address is looked for', () => {
  const search = {
    actor: '01a20d3b-e0e6-703d-91c0-5e0b525313c4',
    action: 'meter.block',
    objectKind: 'meter',
    reason: 'tampered with',
    from: '2026-11-01',
    until: '2026-11-24',
  }
  expect(auditFilterOf({ ...search, utility: 'u', page: 3 })).toEqual(search)
})

test('an id of digits alone, which the address gives as a number, is still an id', () => {
  expect(auditFilterOf({ objectId: 7012345679 }).objectId).toBe('7012345679')
})

test.each([
  ['actor', 'Nyambura'],
  ['action', 'DROP TABLE'],
  ['objectKind', ''],
  ['objectId', 'a\nb'],
  ['reason', '…'],
  ['from', '2026-02-30'],
  ['until', { at: 1 }],
])('a %s that the server would refuse is left out', (name, value) => {
  expect(auditFilterOf({ [name]: value })).toEqual({})
})
