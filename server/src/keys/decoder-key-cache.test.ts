import { describe, expect, test } from 'vitest'
import { cipherCache, wipe } from './decoder-key-cache.ts'

describe('decoder keys kept ready', () => {
  test('are bounded, and the one used longest ago goes first', () => {
    const cache = cipherCache(2)
    const cipher = () => ({ algorithm: 11 as const, schedule: new Uint16Array(16).fill(9) })
    const [a, b, c] = [cipher(), cipher(), cipher()]
    cache.put('a', a)
    cache.put('b', b)
    cache.get('a')
    cache.put('c', c)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c])
    expect(b.schedule.every((word) => word === 0)).toBe(true)
    expect(a.schedule.every((word) => word === 9)).toBe(true)
  })

  test('are zeroed in words and arrays, the public tables are not', () => {
    const tables = { box: Uint8Array.of(1, 2) }
    const secret = { algorithm: 7, high: 5, low: 6, tables, hmac: { inner: Int32Array.of(3) } }
    wipe(secret)
    expect(secret).toEqual({
      algorithm: 7,
      high: 0,
      low: 0,
      tables: { box: Uint8Array.of(1, 2) },
      hmac: { inner: Int32Array.of(0) },
    })
  })
})
