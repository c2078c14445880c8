import Type from 'typebox'
import { CommodityName, IdText } from '../../kernel/schemas.ts'
import {
  type ListedMeter,
  listMeters,
  type MeterFilter,
  meterStatuses,
  utilityInSight,
} from '../../search/index.ts'
import { number, text } from '../cell.ts'
import type { ExportList } from '../list.ts'

type Filter = {
  readonly utility: MeterFilter['utilityId']
  readonly status?: NonNullable<MeterFilter['status']>
  readonly commodity?: NonNullable<MeterFilter['commodity']>
  readonly supplyGroup?: NonNullable<MeterFilter['supplyGroupId']>
  readonly search?: string
}

/** The meters of a utility by number, with whom they serve. */
export const meters: ExportList<Filter, ListedMeter> = {
  name: 'meters',
  permission: 'meter.read',
  filter: Type.Object(
    {
      utility: IdText<'utility'>(),
      status: Type.Optional(Type.Enum([...meterStatuses])),
      commodity: Type.Optional(CommodityName),
      supplyGroup: Type.Optional(IdText<'supply_group'>()),
      search: Type.Optional(Type.String({ maxLength: 200 })),
    },
    { additionalProperties: false },
  ),
  columns: [
    // A number that begins with a nought, or has 20 digits, is no number to a spreadsheet.
    { heading: 'Meter number', cell: (meter) => text(meter.serial_number) },
    { heading: 'State', cell: (meter) => text(meter.status) },
    { heading: 'Reason of the block', cell: (meter) => text(meter.block_reason) },
    { heading: 'Commodity', cell: (meter) => text(meter.commodity) },
    { heading: 'Model', cell: (meter) => text(meter.model) },
    { heading: 'Supply group', cell: (meter) => text(meter.supply_group) },
    { heading: 'Key revision', cell: (meter) => count(meter.key_revision) },
    { heading: 'Tariff index', cell: (meter) => count(meter.tariff_index) },
    { heading: 'Account', cell: (meter) => text(meter.account_number) },
    { heading: 'Customer', cell: (meter) => text(meter.customer_name) },
    { heading: 'Address', cell: (meter) => text(meter.address) },
  ],
  zone: async (actor, { utility }) => (await utilityInSight(actor, 'meter.read', utility)).timeZone,
  rows: async (db, actor, { utility, supplyGroup, search, ...filter }, page) => {
    const digits = search?.replace(/[ .-]/g, '') || undefined
    const wanted = { ...filter, utilityId: utility, supplyGroupId: supplyGroup, search: digits }
    const { data, next } = await listMeters(db, actor, wanted, page)
    return { rows: data, next }
  },
}

const count = (value: number | null) => (value === null ? null : number(String(value)))
