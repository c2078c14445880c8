import { expect, test } from 'vitest'
import { shareOf } from './share.ts'

test('a bar is full only when the last row is done', () => {
  expect(shareOf(999_999, 1_000_000)).toBe(99)
  expect(shareOf(1_000_000, 1_000_000)).toBe(100)
})

test('more rows than were expected do not run over the end', () => {
  expect(shareOf(11, 10)).toBe(100)
})

test('of nothing all is done, and of an unknown number nobody knows', () => {
  expect(shareOf(0, 0)).toBe(100)
  expect(shareOf(5, null)).toBeNull()
})
