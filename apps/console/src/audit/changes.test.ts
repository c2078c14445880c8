import { expect, test } from 'vitest'
import { changesOf, listChange } from './changes.ts'

test('a deed that changes one field of a thing shows that field alone', () => {
  const before = { name: 'Baraka Stores', status: 'active' }
  const after = { name: 'Baraka Stores', status: 'suspended' }
  expect(changesOf(before, after)).toEqual([
    { name: 'status', before: 'active', after: 'suspended' },
  ])
})

test('what a new thing has had no value before', () => {
  expect(changesOf(null, { limitMinor: '50000', paused: false, note: null })).toEqual([
    { name: 'limitMinor', before: null, after: '50000' },
    { name: 'paused', before: null, after: 'false' },
  ])
})

test('a field inside a field is named by both', () => {
  const recovery = (basisPoints: number) => ({ recovery: { kind: 'share', basisPoints } })
  expect(changesOf(recovery(1000), recovery(2500))).toEqual([
    { name: 'recovery.basisPoints', before: '1000', after: '2500' },
  ])
})

test('of two lists of rights the reader sees what came and what went', () => {
  const [change] = changesOf(
    { permissions: ['sale.read', 'meter.read'] },
    { permissions: ['sale.read', 'sale.resolve'] },
  )
  expect(change && listChange(change)).toEqual({ gone: ['meter.read'], come: ['sale.resolve'] })
})
