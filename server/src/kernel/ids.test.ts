import { afterEach, expect, test } from 'vitest'
import { setClock } from './clock.ts'
import { isUuid, newId, parseId, timeOfId } from './ids.ts'

afterEach(() => setClock())

test('an id carries the time of the clock', () => {
  setClock(() => Date.UTC(2026, 10, 24, 12))
  expect(timeOfId(newId<'sale'>())).toEqual(new Date('2026-11-24T12:00:00Z'))
})

test('ids of one millisecond sort in the order in which they were made and never repeat', () => {
  setClock(() => Date.UTC(2026, 10, 25))
  const ids = Array.from({ length: 5_000 }, () => newId())
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a clock corrected by a second does not make ids sort backwards, a clock set anew is followed', () => {
  setClock(() => Date.UTC(2026, 10, 26))
  const before = newId()
  setClock(() => Date.UTC(2026, 10, 26) - 1_000)
  expect(newId() > before).toBe(true)
  setClock(() => Date.UTC(2025, 0, 1))
  expect(timeOfId(newId())).toEqual(new Date('2025-01-01T00:00:00Z'))
})

test('only a UUID is taken for an id', () => {
  const id = newId()
  expect(isUuid(id)).toBe(true)
  expect(parseId(id.toUpperCase())).toBe(id)
  for (const text of ['', 'x', `${id}0`, id.replace('-', ''), `${id.slice(0, -1)}g`, `${id}\n`]) {
    expect(isUuid(text)).toBe(false)
    expect(parseId(text)).toBeUndefined()
  }
  expect(() => timeOfId('6ba7b810-9dad-41d1-80b4-00c04fd430c8')).toThrow('UUIDv7')
})
