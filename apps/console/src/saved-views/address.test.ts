import { expect, test } from 'vitest'
import { metersSearchOf } from '../meters/search.ts'
import { viewAddress, viewSearch } from './address.ts'

test('a list is saved with filter, order and columns, without utility and page', () => {
  const search = { utility: 'u', status: 'blocked', sort: '-number', after: 'm', size: 50 }
  expect(viewAddress(search)).toBe('size=50&sort=-number&status=blocked')
})

test('what was saved opens the same list again', () => {
  const search = metersSearchOf({
    find: '0712',
    columns: 'number,model',
    status: 'stock',
    size: 100,
  })
  expect(metersSearchOf(viewSearch(viewAddress(search)))).toEqual(search)
})

test('an address that somebody tampered with opens no more than the screen knows', () => {
  expect(metersSearchOf(viewSearch('status=painted&utility=x&__proto__=y'))).toEqual({})
})
