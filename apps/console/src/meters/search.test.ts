import { expect, test } from 'vitest'
import { metersSearchOf } from './search.ts'

const group = '01a20d3b-e0e6-703d-91c0-5e0b525313c4'

test('filters of the list of meters are read from the address', () => {
  const search = { status: 'blocked', commodity: 'water', group, find: '0123', sort: '-number' }
  expect(metersSearchOf({ ...search, utility: 'u' })).toEqual(search)
})

test('digits that the address gives as a number are still looked for', () => {
  expect(metersSearchOf({ find: 7_012 }).find).toBe('7012')
})

test.each([
  ['status', 'painted'],
  ['commodity', 'steam'],
  ['group', "' or 1=1"],
  ['find', ['a']],
  ['find', '  '],
])('a %s that no meter has is left out', (name, value) => {
  expect(metersSearchOf({ [name]: value })).toEqual({})
})
