import type { Receipt } from '../src/index.ts'

/** The sale of the design picture: 500.00 with arrears, a charge, VAT and two tariff steps. */
export const harbourCity: Receipt = {
  currency: 'KES',
  header: {
    utilityName: 'Harbour City Power',
    taxNumber: 'P051234567A',
    taxInvoice: true,
    copy: 0,
  },
  sale: {
    receiptNumber: 'HC-0412-88417',
    soldAt: '24 Nov 2026 14:32 EAT',
    vendor: 'Baraka Stores',
    terminal: 'T-0412',
    operator: 'Asha',
  },
  customer: { name: 'Amina Otieno', account: 'A-20117' },
  meter: {
    serialNumber: '07012345679',
    supplyGroupCode: '600675',
    keyRevision: '2',
    tariffIndex: '01',
    algorithm: '07',
    tariffName: 'Domestic D1',
  },
  tender: { method: 'cash', amount: '500.00', tendered: '1000.00', change: '500.00' },
  deductions: [
    { label: 'Arrears', amount: '-125.00', remaining: '1115.00' },
    { label: 'Service charge', amount: '-20.00' },
    { label: 'VAT 16%', amount: '-48.97' },
  ],
  energy: [
    { units: '10.0', price: '18.40', amount: '184.00' },
    { units: '4.6', price: '26.53', amount: '122.03' },
  ],
  units: { total: '14.6', unit: 'kWh' },
  tokens: [{ kind: 'credit', ordinal: 1, of: 1, digits: '48219930117562048853', units: '14.6' }],
  footer: { message: 'Outage? Call 0800 720 111' },
}

/** A reprint after a key change, with everything long and everything optional filled in. */
export const keyChangeReprint: Receipt = {
  ...harbourCity,
  header: {
    ...harbourCity.header,
    address: 'Harbour House, 12 Old Customs Quay, Harbour City',
    copy: 2,
  },
  sale: {
    ...harbourCity.sale,
    vendor: 'The Most Excellent Baraka Stores and Sons',
    vendorAddress: 'Plot 14, Mvita Road',
    operator: 'Bartholomew-Maximilian',
    shift: '412',
    channelReference: 'POS-7f3a91',
  },
  customer: { name: 'St Mary Clinic and Dispensary', address: 'Plot 14, Mvita Road, Old Town' },
  meter: {
    ...harbourCity.meter,
    serialNumber: '0701234567890',
    keyRevision: '3',
    before: { supplyGroupCode: '600600', keyRevision: '2', tariffIndex: '01' },
  },
  units: { total: '14.6', unit: 'kWh', free: '5.0' },
  tokens: [
    { kind: 'key_change', ordinal: 1, of: 2, digits: '70113352980046617725' },
    { kind: 'key_change', ordinal: 2, of: 2, digits: '15590827443190662018' },
    { kind: 'credit', ordinal: 1, of: 1, digits: '48219930117562048853', units: '14.6' },
  ],
  footer: {
    message: 'Outage?',
    supportPhone: '0800 720 111',
    verifyUrl: 'https://hc.example/r/88417-K7PX',
  },
}
