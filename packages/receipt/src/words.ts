/** The fixed words of a receipt, in one language. */
export interface ReceiptWords {
  language: string
  direction: 'ltr' | 'rtl'
  thousands: string
  taxNumber: string
  taxInvoice: string
  copy: string
  training: string
  receipt: string
  date: string
  vendor: string
  terminal: string
  operator: string
  shift: string
  reference: string
  customer: string
  account: string
  address: string
  meter: string
  supplyGroup: string
  keyRevision: string
  tariffIndex: string
  algorithm: string
  before: string
  tariff: string
  paid: string
  tendered: string
  change: string
  stillOwed: string
  units: string
  freeUnits: string
  keyChange: string
  credit: string
  of: string
  enterInOrder: string
  support: string
  verify: string
}

export const englishWords: ReceiptWords = {
  language: 'en',
  direction: 'ltr',
  thousands: ',',
  taxNumber: 'VAT no.',
  taxInvoice: 'TAX INVOICE',
  copy: 'COPY',
  training: 'TRAINING, NOT A TOKEN',
  receipt: 'Receipt',
  date: 'Date',
  vendor: 'Vendor',
  terminal: 'Terminal',
  operator: 'Operator',
  shift: 'Shift',
  reference: 'Reference',
  customer: 'Customer',
  account: 'Account',
  address: 'Address',
  meter: 'Meter',
  supplyGroup: 'SGC',
  keyRevision: 'KRN',
  tariffIndex: 'TI',
  algorithm: 'EA',
  before: 'Before',
  tariff: 'Tariff',
  paid: 'Paid',
  tendered: 'Received',
  change: 'Change',
  stillOwed: 'still owed',
  units: 'UNITS',
  freeUnits: 'FREE UNITS',
  keyChange: 'KEY CHANGE',
  credit: 'CREDIT TOKEN',
  of: 'of',
  enterInOrder: 'Enter the tokens in this order.',
  support: 'Help:',
  verify: 'Check this receipt:',
}
