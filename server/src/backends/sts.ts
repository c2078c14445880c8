import { monthOf } from '../kernel/calendar.ts'
import { percentOfMinor } from '../kernel/money.ts'
import { postings, utilityAccountsOf } from '../ledger/index.ts'
import {
  type Debt,
  type Priced,
  type PriceOrder,
  price,
  type TariffVersion,
  versionById,
} from '../tariffs/index.ts'
import { encodableUnits, issueCredit } from '../tokens/index.ts'
import type {
  Asked,
  InsideBackEnd,
  OwedDebt,
  Quoted,
  QuotedSums,
  SaleContext,
  UsageAfter,
  VendorTerms,
} from './backend.ts'
import {
  MeterKeysMissing,
  MeterNotLinked,
  TariffNone,
  VendorGroupNotAllowed,
  VendorOtherCurrency,
  VendorSuspended,
} from './refusals.ts'

/** Thick prepayment: a sale becomes a 20-digit token of IEC 62055-41. */
export const stsBackEnd: InsideBackEnd = {
  name: 'sts',
  way: 'inside',
  // The only technology so far: every meter of ours is a keypad meter.
  serves: () => true,

  async quote(asked) {
    const { usage, vendor } = checked(asked.context, asked.utility.currency.code)
    const version = await tariffOf(asked)
    const usageNow = inThisPeriod(usage, asked.businessDay)
    const priced = price(orderOf(asked, version, usageNow))
    return quotedOf(asked, version, priced, usageNow, vendor)
  },

  issue: (asked, quoted, bookedAt) => {
    const { sts } = asked.context
    if (!sts) throw MeterKeysMissing({ serialNumber: asked.context.serialNumber })
    return issueCredit({
      tenantId: asked.tenantId,
      serialNumber: asked.context.serialNumber,
      commodity: asked.context.commodity,
      sts,
      register: asked.context.register,
      units: quoted.units,
      at: bookedAt,
    })
  },
}

/** What must be so before anything is priced; each "no" says what to do next. */
function checked(context: SaleContext, currency: string) {
  const { serialNumber, vendor, usage } = context
  if (vendor?.status !== 'approved') throw VendorSuspended()
  if (!context.sts) throw MeterKeysMissing({ serialNumber })
  if (!vendor.mayServeGroup) {
    throw VendorGroupNotAllowed({ supplyGroup: context.sts.supplyGroup })
  }
  if (vendor.currency !== currency) throw VendorOtherCurrency({ currency })
  if (!context.usagePoint || !usage || !context.register) throw MeterNotLinked({ serialNumber })
  if (!context.tariffVersionId) throw TariffNone({ serialNumber })
  return { vendor, usage }
}

async function tariffOf({ tenantId, context }: Asked): Promise<TariffVersion> {
  if (!context.tariffVersionId) throw TariffNone({ serialNumber: context.serialNumber })
  return versionById({ tenantId }, context.tariffVersionId)
}

/** The counters as they stand today: a new month or day begins at nothing. */
function inThisPeriod(usage: NonNullable<SaleContext['usage']>, day: string): UsageAfter {
  const month = `${monthOf(day)}-01`
  const sameMonth = usage.month === month
  return {
    month,
    monthUnits: sameMonth ? usage.monthUnits : 0n,
    monthMinor: sameMonth ? usage.monthMinor : 0n,
    day,
    dayMinor: usage.day === day ? usage.dayMinor : 0n,
    servicePaidThrough: usage.servicePaidThrough,
  }
}

function orderOf(asked: Asked, version: TariffVersion, usage: UsageAfter): PriceOrder {
  return {
    tariff: version.tariff,
    tender: asked.tender,
    businessDay: asked.businessDay,
    monthUnitsBefore: usage.monthUnits,
    dayMinorBefore: usage.dayMinor,
    monthMinorBefore: usage.monthMinor,
    serviceChargePaidThrough: usage.servicePaidThrough,
    debts: asked.context.debts.map(debtOf),
    encodable: encodableUnits,
  }
}

// The context lists debts in the order of their recovery.
function debtOf(owed: OwedDebt, order: number): Debt {
  return {
    id: owed.id,
    kind: owed.kind,
    label: owed.name,
    owed: owed.owed,
    recovery: { by: 'percent', basisPoints: owed.shareBasisPoints },
    cap: owed.capMinor,
    order,
  }
}

async function quotedOf(
  asked: Asked,
  version: TariffVersion,
  priced: Priced,
  usage: UsageAfter,
  vendor: VendorTerms,
): Promise<Quoted> {
  const { context, tenantId, tender } = asked
  const rounding = sumOf(priced, 'rounding')
  const sums: QuotedSums = {
    fee: priced.feeMinor,
    arrears: priced.arrearsMinor,
    charge: priced.chargeMinor,
    levy: priced.levyMinor,
    tax: priced.taxMinor,
    // The price function counts what rounding kept as energy; the books keep it apart.
    energy: priced.energyMinor - rounding,
    rounding,
  }
  const marginMinor = marginOf(vendor, tender)
  const accounts = await utilityAccountsOf({ tenantId }, context.utilityId, context.commodity)
  const accountOf = new Map(context.debts.map((debt) => [debt.id as string, debt]))
  const debts = priced.arrears.map(({ debtId, minor }) => ({
    account: accountOf.get(debtId)!.accountId,
    minor,
  }))
  const transfers = postings.token_sale({
    float: vendor.floatId,
    accounts,
    commodity: context.commodity,
    ...sums,
    debts,
    margin: marginMinor,
    marginMode: vendor.marginMode,
  })
  return {
    tariffName: version.name,
    tariffVersionId: context.tariffVersionId,
    lines: priced.lines,
    units: priced.units,
    sums,
    transfers,
    accounts,
    owed: new Map(context.debts.map((debt) => [debt.accountId, debt.owed])),
    marginMinor,
    netMinor: vendor.marginMode === 'net' ? tender - marginMinor : tender,
    usageAfter: {
      ...usage,
      monthUnits: usage.monthUnits + priced.units,
      monthMinor: usage.monthMinor + tender,
      dayMinor: usage.dayMinor + tender,
      servicePaidThrough: priced.serviceChargePaidThrough,
    },
    trace: priced.trace,
  }
}

/** The vendor's margin: a share of the tender, rounded half up, and a fixed part; never the whole tender. */
function marginOf(vendor: VendorTerms, tender: bigint): bigint {
  const margin =
    percentOfMinor(tender, vendor.marginBasisPoints, 'half up') + vendor.marginFixedMinor
  return margin < tender ? margin : tender
}

function sumOf(priced: Priced, kind: 'rounding'): bigint {
  return priced.lines.reduce((sum, line) => (line.kind === kind ? sum + line.minor : sum), 0n)
}
