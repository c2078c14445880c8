import type { SaleContext } from '../backends/index.ts'
import { call, statement } from '../db/index.ts'
import { createBatcher } from '../kernel/batcher.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'

export interface ContextRequest {
  readonly tenantId: Id<'tenant'>
  readonly serialNumber: string
  readonly vendorId: Id<'vendor'>
}

/** All that a quote depends on, in one statement for everybody who asks at once; undefined: no such meter. */
export function saleContext(request: ContextRequest): Promise<SaleContext | undefined> {
  return contexts.add(request)
}

const contexts = createBatcher<ContextRequest, SaleContext | undefined>({
  group: ({ tenantId }) => tenantId,
  run: (requests) => contextsAt(now(), requests),
})

const saleContextStatement = statement(
  'hub.sale_context',
  'select * from hub.sale_context($1, $2, $3)',
)

/** The contexts of requests of one tenant as they are, with the links and tariffs in force at an instant. */
export async function contextsAt(
  at: Date,
  requests: readonly ContextRequest[],
): Promise<(SaleContext | undefined)[]> {
  const asked = requests.map(({ serialNumber, vendorId }, n) => ({
    n,
    serial: serialNumber,
    vendor: vendorId,
  }))
  const rows = await call<ContextRow>(saleContextStatement, [
    requests[0]!.tenantId,
    at,
    JSON.stringify(asked),
  ])
  const answers: (SaleContext | undefined)[] = new Array(requests.length).fill(undefined)
  for (const row of rows) answers[row.n] = contextOf(row)
  return answers
}

function contextOf(row: ContextRow): SaleContext {
  return {
    meterId: row.meter_id,
    serialNumber: row.serial_number,
    commodity: row.commodity,
    meterStatus: row.meter_status,
    blockReason: row.block_reason,
    utilityId: row.utility_id,
    usagePoint: row.usage_point_id && { id: row.usage_point_id, address: row.address ?? '' },
    customer: row.customer_id && {
      id: row.customer_id,
      name: row.customer_name ?? '',
      accountNumber: row.account_number ?? '',
    },
    sts: row.supply_group_id && {
      supplyGroupId: row.supply_group_id,
      supplyGroup: row.supply_group ?? '',
      keyRevision: row.key_revision ?? 0,
      keyType: row.key_type ?? 0,
      tariffIndex: row.tariff_index ?? 0,
      keyExpiry: row.key_expiry ?? 0,
      keyAlgorithm: row.key_algorithm ?? 0,
      encryptionAlgorithm: row.encryption_algorithm ?? 0,
      baseDate: row.base_date ?? 0,
    },
    tariffVersionId: row.tariff_version_id,
    usage: usageOf(row),
    register:
      row.last_tid === null
        ? null
        : { lastTid: row.last_tid, baseDate: row.register_base_date ?? 0 },
    vendor: vendorOf(row),
    debts: (row.debts ?? []).map((debt) => ({
      id: debt.id,
      accountId: debt.account,
      kind: debt.kind,
      name: debt.name,
      owed: BigInt(debt.owed),
      shareBasisPoints: BigInt(debt.share),
      capMinor: debt.cap === null ? null : BigInt(debt.cap),
    })),
  }
}

function usageOf(row: ContextRow): SaleContext['usage'] {
  if (row.usage_version === null) return null
  return {
    version: row.usage_version,
    month: row.month ?? '',
    monthUnits: row.month_units ?? 0n,
    monthMinor: row.month_minor ?? 0n,
    day: row.day ?? '',
    dayMinor: row.day_minor ?? 0n,
    servicePaidThrough: row.service_paid_through,
    lastSaleAt: row.last_sale_at,
    lastSaleMinor: row.last_sale_minor,
  }
}

function vendorOf(row: ContextRow): SaleContext['vendor'] {
  if (row.vendor_status === null || row.vendor_account_id === null) return null
  return {
    status: row.vendor_status,
    currency: row.vendor_currency ?? '',
    marginMode: row.margin_mode ?? 'net',
    floatId: row.vendor_account_id,
    available: row.available ?? 0n,
    mayServeGroup: row.group_allowed === true,
    marginBasisPoints: BigInt(row.margin_basis_points ?? 0),
    marginFixedMinor: row.margin_fixed_minor ?? 0n,
  }
}

type ContextRow = {
  n: number
  meter_id: Id<'meter'>
  serial_number: string
  commodity: SaleContext['commodity']
  meter_status: string
  block_reason: string | null
  utility_id: Id<'utility'>
  usage_point_id: Id<'usage_point'> | null
  address: string | null
  customer_id: Id<'customer'> | null
  customer_name: string | null
  account_number: string | null
  supply_group_id: Id<'supply_group'> | null
  supply_group: string | null
  key_revision: number | null
  key_type: number | null
  tariff_index: number | null
  key_expiry: number | null
  key_algorithm: number | null
  encryption_algorithm: number | null
  base_date: number | null
  tariff_version_id: Id<'version'> | null
  usage_version: bigint | null
  month: string | null
  month_units: bigint | null
  month_minor: bigint | null
  day: string | null
  day_minor: bigint | null
  service_paid_through: string | null
  last_sale_at: Date | null
  last_sale_minor: bigint | null
  last_tid: number | null
  register_base_date: number | null
  vendor_status: string | null
  vendor_currency: string | null
  margin_mode: 'net' | 'gross' | null
  vendor_account_id: Id<'account'> | null
  available: bigint | null
  group_allowed: boolean | null
  margin_basis_points: number | null
  margin_fixed_minor: bigint | null
  debts:
    | {
        id: Id<'debt'>
        account: Id<'account'>
        kind: string
        name: string
        owed: string
        share: number
        cap: string | null
      }[]
    | null
}
