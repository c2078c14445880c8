import { expect, test } from 'vitest'
import { detailsOf, noDetails, onOneField, usualDecimals } from './form-values.ts'

test('amounts are read one by one however they are set apart, and stay texts', () => {
  const { quickAmounts } = detailsOf({ ...noDetails, quickAmounts: ' 50, 100;200.50\n1000 ' })
  expect(quickAmounts).toEqual(['50', '100', '200.50', '1000'])
  expect(detailsOf(noDetails).quickAmounts).toEqual([])
})

test('decimals are said of the commodities that the utility has', () => {
  const values = { ...noDetails, commodities: ['water' as const], retentionMonths: 'long' }
  expect(detailsOf(values)).toMatchObject({ unitDecimals: { water: 2 }, retentionMonths: -1 })
})

test('a currency has the decimals of its minor unit', () => {
  expect(['KES', 'UGX', 'KWD', 'nothing'].map(usualDecimals)).toEqual(['2', '0', '3', '2'])
})

test('a fault of one amount is a fault of the field that holds them all', () => {
  const problem = {
    type: 'about:blank',
    title: '',
    status: 400,
    code: 'request.malformed',
    traceId: '',
    errors: ['/quickAmounts/1', '/name'].map((pointer) => ({ pointer, code: 'field.pattern' })),
  }
  expect(onOneField(problem)?.errors?.map(({ pointer }) => pointer)).toEqual([
    '/quickAmounts',
    '/name',
  ])
  expect(onOneField(null)).toBeNull()
})
