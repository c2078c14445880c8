import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  BASE_DATES,
  instantOfTid,
  isPastKeyExpiry,
  isReservedTid,
  LAST_TID,
  nextTid,
  reservedTidAt,
  tidAt,
} from '../src/index.ts'

const at = (text: string) => new Date(`${text}Z`)

describe('token identifiers', () => {
  test('each minute has its own identifier, except 00:01, which becomes 00:02', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BASE_DATES), fc.nat(LAST_TID), (baseDate, minute) => {
        const tid = tidAt(baseDate, instantOfTid(baseDate, minute))
        expect(tid).toBe(minute % 1440 === 1 ? minute + 1 : minute)
        expect(isReservedTid(tid)).toBe(false)
      }),
    )
  })

  test('seconds do not count', () => {
    expect(tidAt(2014, at('2014-03-01T13:00:59.999'))).toBe(85_740)
  })

  test('the last minute of a base date is encoded and the next one refused', () => {
    expect(tidAt(2014, at('2045-11-24T20:15'))).toBe(LAST_TID)
    expect(() => tidAt(2014, at('2045-11-24T20:16'))).toThrow('past the last identifier')
    expect(() => nextTid(2014, at('2045-11-24T20:15'), LAST_TID)).toThrow(
      'past the last identifier',
    )
  })

  test('time before the base date, and no time at all, are refused', () => {
    expect(() => tidAt(2035, at('2034-12-31T23:59'))).toThrow('before the base date')
    expect(() => nextTid(2035, at('2034-12-31T23:59'), 5000)).toThrow('before the base date')
    expect(() => tidAt(2014, new Date('yesterday'))).toThrow('not a date')
  })

  test('several tokens in one minute take the following minutes and leave out the reserved one', () => {
    const midnight = at('2026-07-29T00:00')
    const tids: number[] = []
    for (let i = 0; i < 4; i++) tids.push(nextTid(2014, midnight, tids.at(-1) ?? null))
    expect(tids).toEqual([6_612_480, 6_612_482, 6_612_483, 6_612_484])
  })

  test('identifiers of a meter always rise, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(LAST_TID - 1000), { maxLength: 100 }), (minutes) => {
        let last: number | null = null
        for (const minute of minutes) {
          const tid: number = nextTid(2014, instantOfTid(2014, minute), last)
          expect(tid).toBeGreaterThan(last ?? -1)
          expect(tid).toBeGreaterThanOrEqual(minute)
          expect(isReservedTid(tid)).toBe(false)
          last = tid
        }
      }),
    )
  })

  test('a last identifier that is none is refused', () => {
    for (const last of [-5, 1.5, Number.NaN, LAST_TID + 1]) {
      expect(() => nextTid(2014, at('2026-07-29T00:00'), last)).toThrow('identifier')
    }
  })

  test('the reserved identifier of a day is its 00:01', () => {
    const tid = reservedTidAt(2014, at('2026-07-29T17:30'))
    expect(isReservedTid(tid)).toBe(true)
    expect(instantOfTid(2014, tid)).toEqual(at('2026-07-29T00:01'))
  })
})

test('a key serves until the last minute of its expiry number', () => {
  // 170 on base 2014 ends with AAFFFF, 2035-04-23 09:35.
  expect(isPastKeyExpiry(tidAt(2014, at('2035-04-23T09:35')), 170)).toBe(false)
  expect(isPastKeyExpiry(tidAt(2014, at('2035-04-23T09:36')), 170)).toBe(true)
  expect(isPastKeyExpiry(LAST_TID, 255)).toBe(false)
})
