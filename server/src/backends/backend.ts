import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../kernel/money.ts'
import type { AccountId, Commodity, Transfer, UtilityAccounts } from '../ledger/index.ts'
import type { PricedLine, PriceTrace } from '../tariffs/index.ts'
import type { Utility } from '../tenants/index.ts'

/**
 * Who fulfils an order. The hub asks for a quote, and then goes one of two ways:
 *
 * - **inside**: nothing leaves the database before the commit. `issue` makes the token, which is harmless
 *   until it is disclosed, and the whole sale is one transaction.
 * - **outside**: another system must be called. The sale is written down and its cost held, `issue` calls
 *   with no transaction open, and what it says settles the sale. No answer is `unknown`, and `outcomeOf`
 *   is asked again by sale id until there is one.
 */
export type BackEnd = InsideBackEnd | OutsideBackEnd

export interface InsideBackEnd {
  readonly name: string
  readonly way: 'inside'
  /** Whether it fulfils orders for this meter. */
  serves(context: SaleContext): boolean
  quote(asked: Asked): Promise<Quoted>
  issue(asked: Asked, quoted: Quoted, bookedAt: Date): Promise<IssuedToken>
}

export interface OutsideBackEnd {
  readonly name: string
  readonly way: 'outside'
  serves(context: SaleContext): boolean
  quote(asked: Asked): Promise<Quoted>
  issue(sale: OutsideOrder): Promise<Outcome>
  outcomeOf(sale: OutsideOrder): Promise<Outcome>
}

/** What an outside back end is told. The sale's id is the reference for every later question. */
export interface OutsideOrder {
  readonly tenantId: Id<'tenant'>
  readonly saleId: Id<'sale'>
  readonly serialNumber: string
  /** Minor units of the currency. */
  readonly tender: bigint
  readonly currency: Currency
}

export type Outcome =
  | { readonly outcome: 'issued'; readonly tokens: readonly OutsideToken[] }
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'unknown' }

export interface OutsideToken {
  readonly kind: 'credit' | 'key_change' | 'free_units'
  /** 20 digits. */
  readonly digits: string
  readonly units: bigint
}

/** An order with all that a quote depends on. */
export interface Asked {
  readonly tenantId: Id<'tenant'>
  readonly context: SaleContext
  readonly utility: Utility
  /** Minor units of the utility's currency. */
  readonly tender: bigint
  /** The utility's day at the moment of asking: "2026-11-24". */
  readonly businessDay: string
}

/** A price with everything that the books, the receipt and the next quote need to know of it. */
export interface Quoted {
  readonly tariffName: string
  readonly tariffVersionId: Id<'version'> | null
  readonly lines: readonly PricedLine[]
  /** Quanta on the token: tenths of a kWh or m³. */
  readonly units: bigint
  readonly sums: QuotedSums
  readonly transfers: readonly Transfer[]
  /** The system accounts that the transfers meet. */
  readonly accounts: UtilityAccounts
  /** What was owed on each debt account that a transfer pays, when it was quoted. */
  readonly owed: ReadonlyMap<AccountId, bigint>
  readonly marginMinor: bigint
  /** What the float pays: the tender, less the margin of a net vendor. */
  readonly netMinor: bigint
  readonly usageAfter: UsageAfter | null
  readonly trace: PriceTrace
}

/** Minor units; together they are the tender. */
export interface QuotedSums {
  readonly fee: bigint
  readonly arrears: bigint
  readonly charge: bigint
  readonly levy: bigint
  readonly tax: bigint
  readonly energy: bigint
  readonly rounding: bigint
}

/** The counters of the usage point after the sale. */
export interface UsageAfter {
  readonly month: string
  readonly monthUnits: bigint
  readonly monthMinor: bigint
  readonly day: string
  readonly dayMinor: bigint
  readonly servicePaidThrough: string | null
}

export interface IssuedToken {
  readonly kind: 'credit'
  readonly digits: string
  readonly tid: number
  readonly baseDate: number
  readonly supplyGroup: string
  readonly keyRevision: number
  readonly tariffIndex: number
}

/** What `hub.sale_context` found for a meter and a vendor, at one moment. */
export interface SaleContext {
  readonly meterId: Id<'meter'>
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly meterStatus: string
  readonly blockReason: string | null
  readonly utilityId: Id<'utility'>
  readonly usagePoint: { readonly id: Id<'usage_point'>; readonly address: string } | null
  readonly customer: {
    readonly id: Id<'customer'>
    readonly name: string
    readonly accountNumber: string
  } | null
  readonly sts: StsData | null
  readonly tariffVersionId: Id<'version'> | null
  readonly usage: UsageBefore | null
  readonly register: { readonly lastTid: number; readonly baseDate: number } | null
  readonly vendor: VendorTerms | null
  readonly debts: readonly OwedDebt[]
}

export interface StsData {
  readonly supplyGroupId: Id<'supply_group'>
  readonly supplyGroup: string
  readonly keyRevision: number
  readonly keyType: number
  readonly tariffIndex: number
  readonly keyExpiry: number
  readonly keyAlgorithm: number
  readonly encryptionAlgorithm: number
  readonly baseDate: number
}

export interface UsageBefore extends UsageAfter {
  /** Counts every change of what a price depends on. */
  readonly version: bigint
  readonly lastSaleAt: Date | null
  readonly lastSaleMinor: bigint | null
}

export interface VendorTerms {
  readonly status: string
  readonly currency: string
  readonly marginMode: 'net' | 'gross'
  readonly floatId: AccountId
  /** Minor units that the float could still pay. */
  readonly available: bigint
  readonly mayServeGroup: boolean
  readonly marginBasisPoints: bigint
  readonly marginFixedMinor: bigint
}

export interface OwedDebt {
  readonly id: Id<'debt'>
  readonly accountId: AccountId
  readonly kind: string
  readonly name: string
  /** Minor units. */
  readonly owed: bigint
  readonly shareBasisPoints: bigint
  readonly capMinor: bigint | null
}
