/**
 * One description of a receipt. Everything in it is already text: amounts and units are decimal
 * strings of the major unit ("500.00", "14.6"), times are local text with their zone. Renderers
 * only lay it out, so that paper, screen and message can never disagree about a figure.
 */
export interface Receipt {
  /** ISO 4217 code of every amount on this receipt. */
  currency: string
  header: ReceiptHeader
  sale: ReceiptSale
  customer: ReceiptCustomer
  meter: ReceiptMeter
  tender: ReceiptTender
  /** Arrears, charges, levies and tax, one each. Negative amounts, as the customer sees them. */
  deductions: ReceiptDeduction[]
  /** One line for each tariff step. */
  energy: ReceiptEnergy[]
  units: ReceiptUnits
  /** In the order in which they are entered at the meter. */
  tokens: ReceiptToken[]
  footer: ReceiptFooter
}

export interface ReceiptHeader {
  utilityName: string
  address?: string
  taxNumber?: string
  /** Prints "TAX INVOICE". */
  taxInvoice: boolean
  /** 0 on the original; n prints "COPY n". */
  copy: number
  /** Prints "TRAINING, NOT A TOKEN". */
  training?: boolean
}

export interface ReceiptSale {
  receiptNumber: string
  /** Local time of the utility with its zone, for example "24 Nov 2026 14:32 EAT". */
  soldAt: string
  vendor: string
  vendorAddress?: string
  terminal: string
  operator: string
  shift?: string
  channelReference?: string
}

export interface ReceiptCustomer {
  name?: string
  account?: string
  address?: string
}

export interface ReceiptMeter {
  /** 11 or 13 digits without spaces. */
  serialNumber: string
  supplyGroupCode: string
  keyRevision: string
  tariffIndex: string
  /** Encryption algorithm of the meter: "07" or "11". */
  algorithm: string
  tariffName: string
  /** The values before a key change; the ones above are those after it. */
  before?: { supplyGroupCode: string; keyRevision: string; tariffIndex: string }
}

export interface ReceiptTender {
  /** In words: "cash", "mobile", "card". */
  method: string
  /** What the customer paid for, the amount of the sale. */
  amount: string
  /** What was handed over, when cash was counted. */
  tendered?: string
  change?: string
}

export interface ReceiptDeduction {
  label: string
  /** Signed: "-125.00". */
  amount: string
  /** For arrears: what is still owed after this sale. */
  remaining?: string
}

export interface ReceiptEnergy {
  units: string
  /** Price of one unit. Free units have none. */
  price?: string
  amount: string
  label?: string
}

export interface ReceiptUnits {
  total: string
  unit: 'kWh' | 'm3'
  /** Units that were free, also contained in a token of their own. */
  free?: string
}

export interface ReceiptToken {
  kind: 'key_change' | 'credit' | 'free_units'
  ordinal: number
  of: number
  /** 20 digits without spaces. */
  digits: string
  units?: string
}

export interface ReceiptFooter {
  /** A message of the utility; at most two lines are meant. */
  message?: string
  supportPhone?: string
  /** A short address that verifies the receipt. It never carries the token. */
  verifyUrl?: string
}
