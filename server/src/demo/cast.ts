import type { ShippedRole } from '../access/index.ts'
import type { OperatorRole } from '../vendors/index.ts'
import { demoId } from './ids.ts'

/*
 * Who is who in the demo. The passwords and PINs open nothing but a demo: production does not load this
 * module.
 */

export const zone = 'Africa/Nairobi'
export const kes = { code: 'KES', decimals: 2 } as const

const quickAmounts = [5_000n, 10_000n, 20_000n, 50_000n, 100_000n]

export const harbourCity = {
  id: demoId('utility', 'Harbour City Power & Water'),
  name: 'Harbour City Power & Water',
  receiptPrefix: 'HC',
  currency: kes,
  timeZone: zone,
  commodities: ['electricity', 'water'],
  address: 'Mole Road 1, Harbour City',
  taxNumber: 'P051234567X',
  supportPhone: '0800 720 111',
  receiptMessage: 'Enter all 20 digits of a token, then press the enter key.',
  quickAmounts,
} as const

export const coastGas = {
  id: demoId('utility', 'Coast Gas'),
  name: 'Coast Gas',
  receiptPrefix: 'CG',
  currency: kes,
  timeZone: zone,
  commodities: ['gas'],
  address: 'Causeway 12, Harbour City',
  taxNumber: 'P059876543K',
  supportPhone: '0800 720 222',
  receiptMessage: 'Smell gas? Open the windows, close the valve, call us.',
  quickAmounts,
} as const

export interface DemoPerson {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: ShippedRole
  /** The utility that the role is limited to; the whole company without it. */
  readonly utility?: typeof coastGas
}

export const people = {
  administrator: {
    name: 'Nyambura Wanjiru',
    email: 'nyambura@harbourcity.example',
    password: 'mango lantern ferry 7',
    role: 'Tenant administrator',
  },
  // A second one: what is put under a second person needs somebody who may approve it.
  secondAdministrator: {
    name: 'Halima Said',
    email: 'halima@harbourcity.example',
    password: 'copper window tide 5',
    role: 'Tenant administrator',
  },
  treasurer: {
    name: 'Daudi Mwangi',
    email: 'daudi@harbourcity.example',
    password: 'cedar paddle onion 4',
    role: 'Finance',
  },
  gasTreasurer: {
    name: 'Saida Kombo',
    email: 'saida@coastgas.example',
    password: 'violet anchor basket 9',
    role: 'Finance',
    utility: coastGas,
  },
} as const satisfies Record<string, DemoPerson>

/** Runs the installation, and looks into the company only with its leave. */
export const platformOperator = {
  name: 'Olga Lindqvist',
  email: 'olga@platform.example',
  password: 'quartz ladder pigeon 3',
  role: 'Platform operator',
} as const

export interface DemoVendor {
  readonly name: string
  readonly address: string
  readonly phone: string
  /** What the float holds when the world is made, minor units. */
  readonly floatMinor: bigint
  readonly marginBasisPoints: number
  /** Sells for all utilities, or electricity alone. */
  readonly sells: 'everything' | 'electricity'
  /** Its part of all sales. */
  readonly share: number
  /** Of a hundred of its sales so many come from the partner's program. */
  readonly partnerShare: number
  readonly operators: readonly DemoOperator[]
}

export interface DemoOperator {
  readonly name: string
  readonly role: OperatorRole
  readonly pin: string
}

export const vendors: readonly DemoVendor[] = [
  {
    name: 'Baraka Stores',
    address: 'Mvita Road 8, Old Town',
    phone: '0700 100 412',
    floatMinor: 1_824_000n,
    marginBasisPoints: 200,
    sells: 'everything',
    share: 14,
    partnerShare: 0,
    operators: [
      { name: 'Asha Juma', role: 'cashier', pin: '2580' },
      { name: 'Hassan Baraka', role: 'supervisor', pin: '7913' },
    ],
  },
  {
    name: 'Harambee Supermarket',
    address: 'Station Square 1, Harbour City',
    phone: '0700 100 413',
    floatMinor: 4_401_000n,
    marginBasisPoints: 100,
    sells: 'everything',
    share: 33,
    partnerShare: 0,
    operators: [
      { name: 'Grace Achieng', role: 'cashier', pin: '4826' },
      { name: 'Peter Kamau', role: 'supervisor', pin: '3917' },
    ],
  },
  {
    name: 'Neema Kiosk',
    address: 'Lighthouse Lane 30, Tudor',
    phone: '0700 100 414',
    floatMinor: 110_500n,
    marginBasisPoints: 200,
    sells: 'electricity',
    share: 7,
    partnerShare: 0,
    operators: [{ name: 'Neema Said', role: 'cashier', pin: '6052' }],
  },
  {
    name: 'Pwani Fuel Stop',
    address: 'Airport Road 77, Changamwe',
    phone: '0700 100 415',
    floatMinor: 987_000n,
    marginBasisPoints: 200,
    sells: 'everything',
    share: 15,
    partnerShare: 0,
    operators: [{ name: 'Omar Yusuf', role: 'cashier', pin: '8141' }],
  },
  {
    name: 'Umoja Traders',
    address: 'Digo Street 5, Harbour City',
    phone: '0700 100 416',
    floatMinor: 6_230_000n,
    marginBasisPoints: 150,
    sells: 'everything',
    share: 31,
    partnerShare: 85,
    operators: [{ name: 'Zawadi Otieno', role: 'cashier', pin: '5270' }],
  },
]

/** The program that sells by mobile telephone on a vendor's float. */
export const partner = { name: 'Simu Pay', vendor: 'Umoja Traders' } as const

export const vendorId = (name: string) => demoId('vendor', name)
export const terminalId = (vendorName: string) => demoId('terminal', vendorName)
export const operatorId = (operatorName: string) => demoId('operator', operatorName)
/** The till whose enrolment code the guide prints at each start; browsers are given others. */
export const guidesTill = demoId('terminal', 'Counter 2')
