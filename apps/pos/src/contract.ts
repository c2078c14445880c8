import type { Receipt } from '@saldo/receipt'
import type { Commodity, Currency } from '@saldo/ui'

/** What the server's `/api/pos` answers. Amounts and units are decimal strings. */
export interface TerminalView {
  terminal: { id: string; number: string; name: string }
  vendor: { id: string; name: string }
  utilities: {
    id: string
    name: string
    currency: Currency
    timeZone: string
    commodities: Commodity[]
    supportPhone: string
    taxNumber: string
  }[]
  operators: { id: string; name: string }[]
}

export interface SessionView {
  sessionToken: string
  operator: { id: string; name: string; role: string }
  expiresAt: string
}

export interface MeterCard {
  serialNumber: string
  commodity: Commodity
  unit: 'kWh' | 'm3'
  utility: { id: string; name: string; currency: Currency }
  customer: { name: string; place: string; accountNumber: string } | null
  tariff: { name: string }
  supplyGroupCode: string
  keyRevision: string
  tariffIndex: string
  algorithm: '07' | '11'
  blocked: { reason: string } | null
  debts: { kind: string; owed: string; share: string }[]
  owed: string
  limits: { minimum: string | null; maximum: string | null }
  quickAmounts: string[]
  lastPurchase: { at: string; amount: string } | null
}

export interface Line {
  kind: 'fee' | 'arrears' | 'service_charge' | 'levy' | 'tax' | 'energy' | 'rounding'
  label: string
  amount: string
  units?: string
  price?: string
  remaining?: string
}

export interface QuoteView {
  serialNumber: string
  amount: string
  currency: Currency
  lines: Line[]
  units: string
  unit: 'kWh' | 'm3'
}

export type TenderMethod = 'cash' | 'mobile' | 'card'

export interface SaleRequest {
  serialNumber: string
  amount: string
  tender: { method: TenderMethod; received?: string }
}

export interface SaleToken {
  kind: 'key_change' | 'credit' | 'free_units'
  ordinal: number
  of: number
  digits: string
  units?: string
}

export interface SaleView {
  id: string
  key: string
  state: 'done' | 'unknown' | 'refused'
  receiptNumber: string
  soldAt: string
  utility: { id: string; name: string }
  serialNumber: string
  customerName: string | null
  commodity: Commodity
  amount: string
  currency: Currency
  units: string
  unit: 'kWh' | 'm3'
  lines: Line[]
  tokens: SaleToken[]
  tender: { method: TenderMethod; received?: string; change?: string }
  copy: number
  receipt: Receipt
}

export interface AccountView {
  available: string
  currency: Currency
}
