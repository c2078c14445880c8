import Type, { type Static } from 'typebox'
import { UnitsText } from '../kernel/schemas.ts'
import { formatUnits } from '../kernel/units.ts'
import type { enter, ModelMeter } from './model-meters.ts'
import { wordsFor } from './results.ts'

const Commodity = Type.Enum(['electricity', 'water', 'gas'])
const Unit = Type.Enum(['kWh', 'm3'])
const AlgorithmName = Type.Enum(['07', '11'])
const Instant = Type.String({ format: 'date-time' })
const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

export const MeterList = Type.Object({
  data: Type.Array(
    Type.Object({
      serialNumber: Type.String(),
      commodity: Commodity,
      unit: Unit,
      algorithm: AlgorithmName,
      customerName: Nullable(Type.String()),
      note: Nullable(Type.String()),
    }),
  ),
})

export const MeterView = Type.Object({
  serialNumber: Type.String(),
  commodity: Commodity,
  unit: Unit,
  algorithm: AlgorithmName,
  keyRevision: Type.Integer(),
  tariffIndex: Type.String(),
  supplyGroupCode: Type.String(),
  credit: UnitsText,
  entries: Type.Array(
    Type.Object({ at: Instant, result: Type.String(), units: Type.Optional(UnitsText) }),
  ),
  lockedUntil: Nullable(Instant),
})

export const EntryView = Type.Object({
  result: Type.String({ description: 'The result name of IEC 62055-41, or LockedOut.' }),
  title: Type.String(),
  explanation: Type.String(),
  unitsAdded: Type.Optional(UnitsText),
  state: MeterView,
})

export function unitOf(commodity: ModelMeter['commodity']): 'kWh' | 'm3' {
  return commodity === 'electricity' ? 'kWh' : 'm3'
}

export function algorithmName(algorithm: 7 | 11): '07' | '11' {
  return algorithm === 7 ? '07' : '11'
}

/** What the keypad shows. Of the state only what is printed on a meter or shown by it goes out. */
export function meterView(
  { serialNumber, commodity, state, entries }: ModelMeter,
  now: Date,
): Static<typeof MeterView> {
  const { key, settings, units, lockedUntil } = state
  return {
    serialNumber,
    commodity,
    unit: unitOf(commodity),
    algorithm: algorithmName(settings.algorithm),
    keyRevision: key.keyRevision,
    tariffIndex: String(key.tariffIndex).padStart(2, '0'),
    supplyGroupCode: key.supplyGroupCode,
    credit: formatUnits({ quanta: units[commodity], decimals: 1 }),
    entries: entries.map((entry) => ({ ...entry })),
    lockedUntil: lockedUntil > now.getTime() ? new Date(lockedUntil).toISOString() : null,
  }
}

export function entryView(
  { meter, result, units }: Awaited<ReturnType<typeof enter>>,
  now: Date,
): Static<typeof EntryView> {
  return {
    result,
    ...wordsFor(result),
    ...(units !== undefined && { unitsAdded: units }),
    state: meterView(meter, now),
  }
}
