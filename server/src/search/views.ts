import Type, { type Static } from 'typebox'
import { formatMinor } from '../kernel/money.ts'
import { AmountText, CommodityName, IdText, UnitsText } from '../kernel/schemas.ts'
import type { ListedCustomer } from './customer-list.ts'
import type { CustomerDetail, MeterDetail, Served } from './details.ts'
import { type ListedMeter, meterStatuses } from './meter-list.ts'
import type { Count, Page } from './page.ts'
import type { Purchase } from './purchases.ts'

export const MeterStatusName = Type.Enum([...meterStatuses])
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const CustomerName = Type.Object({
  id: IdText<'customer'>(),
  name: Type.String(),
  accountNumber: Type.String(),
})

export const MeterRow = Type.Object({
  id: IdText<'meter'>(),
  serialNumber: Type.String(),
  status: MeterStatusName,
  commodity: CommodityName,
  model: Type.String(),
  blockReason: orNull(Type.String()),
  supplyGroup: orNull(Type.String()),
  keyRevision: orNull(Type.Integer()),
  tariffIndex: orNull(Type.Integer()),
  customer: orNull(CustomerName),
  address: orNull(Type.String()),
})

export function meterRow(row: ListedMeter): Static<typeof MeterRow> {
  const { customer_id, customer_name, account_number } = row
  return {
    id: row.id,
    serialNumber: row.serial_number,
    status: row.status,
    commodity: row.commodity,
    model: row.model,
    blockReason: row.block_reason,
    supplyGroup: row.supply_group,
    keyRevision: row.key_revision,
    tariffIndex: row.tariff_index,
    customer: customer_id && {
      id: customer_id,
      name: customer_name ?? '',
      accountNumber: account_number ?? '',
    },
    address: row.address,
  }
}

export const CustomerRow = Type.Object({
  id: IdText<'customer'>(),
  name: Type.String(),
  accountNumber: Type.String(),
  phone: Type.String(),
  email: Type.String(),
  class: Type.String(),
  address: orNull(Type.String()),
  serialNumbers: Type.Array(Type.String()),
})

export function customerRow(row: ListedCustomer): Static<typeof CustomerRow> {
  return {
    id: row.id,
    name: row.name,
    accountNumber: row.account_number,
    phone: row.phone,
    email: row.email,
    class: row.class,
    address: row.address,
    serialNumbers: row.serial_numbers ?? [],
  }
}

const CountView = Type.Object({
  value: Type.Integer(),
  exact: Type.Boolean({ description: 'False: there are more, and counting on would take long.' }),
})

/** A page of a list, with the marks of the pages around it. */
export function PageView<T extends Type.TSchema>(row: T) {
  return Type.Object({
    data: Type.Array(row),
    next: orNull(Type.String()),
    previous: orNull(Type.String()),
    count: CountView,
  })
}

export function pageView<Row, View>(page: Page<Row>, count: Count, view: (row: Row) => View) {
  return {
    data: page.data.map(view),
    next: page.next,
    previous: page.previous,
    count: { ...count },
  }
}

export const PurchaseView = Type.Object({
  id: IdText<'sale'>(),
  receiptNumber: Type.String(),
  soldAt: Type.String({ format: 'date-time' }),
  state: Type.Enum(['done', 'held', 'unknown', 'refused', 'reversed']),
  serialNumber: Type.String(),
  amount: AmountText,
  currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
  units: UnitsText,
  commodity: CommodityName,
  vendor: Type.String(),
})

export function purchaseView(purchase: Purchase): Static<typeof PurchaseView> {
  return { ...purchase, currency: { ...purchase.currency } }
}

const ServedView = Type.Object({
  serialNumber: Type.String(),
  status: MeterStatusName,
  commodity: CommodityName,
  from: Type.String({ format: 'date-time' }),
  until: orNull(Type.String({ format: 'date-time' })),
  place: Type.Object({ number: Type.String(), address: Type.String(), area: Type.String() }),
  customer: orNull(CustomerName),
})

function servedView(served: Served): Static<typeof ServedView> {
  const { serialNumber, from, until, place, customer } = served
  return {
    serialNumber,
    status: served.status as Static<typeof MeterStatusName>,
    commodity: served.commodity as Static<typeof CommodityName>,
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
    place: { ...place },
    customer: customer && { ...customer },
  }
}

const UtilityName = Type.Object({
  id: IdText<'utility'>(),
  name: Type.String(),
  timeZone: Type.String(),
})

export const MeterView = Type.Object({
  id: IdText<'meter'>(),
  serialNumber: Type.String(),
  status: MeterStatusName,
  commodity: CommodityName,
  model: Type.String(),
  blockReason: orNull(Type.String()),
  utility: UtilityName,
  chip: orNull(
    Type.Object({
      supplyGroup: Type.Object({ code: Type.String(), name: Type.String() }),
      keyRevision: Type.Integer(),
      keyType: Type.Integer(),
      tariffIndex: Type.Integer(),
      keyExpiry: Type.Integer(),
      keyAlgorithm: Type.Integer(),
      encryptionAlgorithm: Type.Integer(),
      baseDate: Type.Integer(),
    }),
  ),
  links: Type.Array(ServedView),
  purchases: orNull(Type.Array(PurchaseView)),
})

export function meterView(detail: MeterDetail): Static<typeof MeterView> {
  const { meter, utility, supplyGroup, links, purchases } = detail
  const { sts } = meter
  return {
    id: meter.id,
    serialNumber: meter.serialNumber,
    status: meter.status,
    commodity: meter.commodity,
    model: meter.model,
    blockReason: meter.blockReason,
    utility: { id: utility.id, name: utility.name, timeZone: utility.timeZone },
    chip:
      sts && supplyGroup
        ? {
            supplyGroup: { ...supplyGroup },
            keyRevision: sts.keyRevision,
            keyType: sts.keyType,
            tariffIndex: sts.tariffIndex,
            keyExpiry: sts.keyExpiry,
            keyAlgorithm: sts.keyAlgorithm,
            encryptionAlgorithm: sts.encryptionAlgorithm,
            baseDate: sts.baseDate,
          }
        : null,
    links: links.map(servedView),
    purchases: purchases?.map(purchaseView) ?? null,
  }
}

export const CustomerView = Type.Object({
  id: IdText<'customer'>(),
  name: Type.String(),
  accountNumber: Type.String(),
  phone: Type.String(),
  email: Type.String(),
  class: Type.String(),
  utility: UtilityName,
  currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
  debts: Type.Array(
    Type.Object({
      id: IdText<'debt'>(),
      kind: Type.String(),
      name: Type.String(),
      owed: AmountText,
      recoveryBasisPoints: Type.Integer(),
      recoveryCap: orNull(AmountText),
      paused: Type.Boolean(),
    }),
  ),
  links: Type.Array(ServedView),
  purchases: orNull(Type.Array(PurchaseView)),
})

export function customerView(detail: CustomerDetail): Static<typeof CustomerView> {
  const { customer, utility, debts, links, purchases } = detail
  const { utilityId: _, ...own } = customer
  const money = (minor: bigint) => formatMinor(minor, utility.currency)
  return {
    ...own,
    utility: { id: utility.id, name: utility.name, timeZone: utility.timeZone },
    currency: { ...utility.currency },
    debts: debts.map(({ id, kind, name, owedMinor, recovery, paused }) => ({
      id,
      kind,
      name,
      owed: money(owedMinor),
      recoveryBasisPoints: recovery.basisPoints,
      recoveryCap: recovery.capMinor === null ? null : money(recovery.capMinor),
      paused,
    })),
    links: links.map(servedView),
    purchases: purchases?.map(purchaseView) ?? null,
  }
}
