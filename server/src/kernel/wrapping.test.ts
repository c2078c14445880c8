import { expect, test } from 'vitest'
import { openWrapping } from './wrapping.ts'

const masterKey = Buffer.alloc(32, 7)
const tenantId = '01a20c95-0000-7000-8000-000000000001'

test('what is wrapped for one purpose or row opens nowhere else', () => {
  const vouchers = openWrapping(masterKey, 'voucher')
  const keys = openWrapping(masterKey, 'vending-key')
  const place = { tenantId, table: 't', id: '1', bound: [] }
  const wrapped = keys.wrap(Buffer.from('secret'), place)
  expect(keys.unwrap(wrapped, place).toString()).toBe('secret')
  expect(() => vouchers.unwrap(wrapped, place)).toThrow()
  expect(() => keys.unwrap(wrapped, { ...place, id: '2' })).toThrow()
  expect(() => keys.unwrap(wrapped, { ...place, bound: ['x'] })).toThrow()
})
