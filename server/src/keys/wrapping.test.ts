import { expect, test } from 'vitest'
import { masterKey, tenantId } from './keys.world.ts'
import { openWrapping } from './wrapping.ts'

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
