import { expect, test } from 'vitest'
import type { TariffDefinition } from './definition.ts'
import { freeUnitsDue } from './free-units.ts'

const tariff = (freeUnits?: TariffDefinition['freeUnits']): TariffDefinition => ({
  kind: 'flat',
  blocks: [{ upTo: null, price: '1' }],
  vat: { basisPoints: 0 },
  pricesIncludeTax: false,
  rounding: 'up',
  zeroUnits: 'refuse',
  ...(freeUnits && { freeUnits }),
})
const lapsing = tariff({ units: '50', unclaimed: 'lapse' })

test('free units are given once a calendar month', () => {
  expect(freeUnitsDue(lapsing, 1, '2026-11-24', null)).toEqual({ units: 500n, month: '2026-11' })
  expect(freeUnitsDue(lapsing, 1, '2026-11-30', '2026-11')).toBeUndefined()
  expect(freeUnitsDue(lapsing, 1, '2026-12-01', '2026-11')?.month).toBe('2026-12')
})

test('unclaimed months lapse, or accrue up to the most that the tariff allows', () => {
  expect(freeUnitsDue(lapsing, 1, '2026-11-24', '2026-06')?.units).toBe(500n)
  const accruing = tariff({ units: '50', unclaimed: 'accrue', months: 3 })
  expect(freeUnitsDue(accruing, 1, '2026-11-24', '2026-09')?.units).toBe(1_000n)
  expect(freeUnitsDue(accruing, 1, '2026-11-24', '2026-06')?.units).toBe(1_500n)
})

test('a tariff without free units gives none', () => {
  expect(freeUnitsDue(tariff(), 1, '2026-11-24', null)).toBeUndefined()
})
