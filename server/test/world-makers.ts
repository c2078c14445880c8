import { checkDigit } from '@saldo/sts'
import { type Actor, registerClient } from '../src/access/index.ts'
import { registerCustomer } from '../src/customers/index.ts'
import { type Database, transaction } from '../src/db/index.ts'
import type { Http } from '../src/http/index.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import type { Currency } from '../src/kernel/money.ts'
import type { Commodity } from '../src/ledger/index.ts'
import { registerMeter } from '../src/meters/index.ts'
import { setMargin } from '../src/pricing/index.ts'
import type { TariffDefinition } from '../src/tariffs/index.ts'
import { connectMeter } from '../src/tariffs/index.ts'
import { registerTerminal } from '../src/terminals/index.ts'
import { openRegister } from '../src/tokens/index.ts'
import { registerUsagePoint } from '../src/usage-points/index.ts'
import {
  allowSupplyGroup,
  approveVendor,
  confirmDeposit,
  registerOperator,
  registerVendor,
} from '../src/vendors/index.ts'
import type { FreshDatabase } from './database.ts'
import { type PartnerClient, partnerClient } from './partner-client.ts'
import type { Send } from './till.ts'

export const longAgo = new Date('2026-01-01T00:00:00Z')

export interface WorldOptions {
  readonly currency?: Currency
  readonly timeZone?: string
  readonly commodity?: Commodity
  /** Minor units in each vendor's float. */
  readonly float?: bigint
  readonly vendors?: number
  readonly meters?: number
  /** Basis points of the margin. */
  readonly margin?: number
  readonly marginMode?: 'net' | 'gross'
  /** Of the floats, when it is not the utility's. */
  readonly vendorCurrency?: string
  readonly tariff?: Partial<TariffDefinition>
  /** What the first meter's customer owes, minor units; a quarter of each purchase pays it. */
  readonly debt?: bigint
  readonly algorithm?: 7 | 11
  readonly baseDate?: 1993 | 2014 | 2035
  readonly keyExpiry?: number
  /** For a second world in the same database. */
  readonly in?: { readonly files: FreshDatabase; readonly db: Database; readonly app: Http }
}

export interface WorldVendor {
  readonly id: Id<'vendor'>
  /** A program that sells on this vendor's float through the partner interface. */
  readonly client: PartnerClient
  readonly operatorId: Id<'operator'>
  readonly pin: string
  readonly enrolmentCode: string
  readonly terminalId: Id<'terminal'>
}

export interface WorldMeter {
  readonly id: Id<'meter'>
  readonly serialNumber: string
  readonly customerId: Id<'customer'>
  readonly usagePointId: Id<'usage_point'>
}

/** A serial number of 11 digits with its check digit. */
export function serialNumber(n: number): string {
  const digits = `07${String(n).padStart(8, '0')}`
  return `${digits}${checkDigit(digits)}`
}

export type Base = {
  readonly utilityId: Id<'utility'>
  readonly supplyGroupId: Id<'supply_group'>
  readonly tariffId: Id<'tariff'>
}

export async function makeVendor(
  send: Send,
  actor: Actor,
  { supplyGroupId }: Base,
  currency: Currency,
  options: WorldOptions,
  n: number,
): Promise<WorldVendor> {
  const pin = '4711'
  return transaction(actor, async (tx) => {
    const { id } = await registerVendor(tx, actor, {
      name: n === 0 ? 'Baraka Stores' : `Shop ${n + 1}`,
      address: '2 Quay Road',
      phone: '',
      currency: options.vendorCurrency ?? currency.code,
      marginMode: options.marginMode ?? 'net',
      lowFloatMinor: 0n,
    })
    await approveVendor(tx, actor, id)
    await allowSupplyGroup(tx, actor, id, supplyGroupId)
    await confirmDeposit(tx, actor, {
      vendorId: id,
      minor: options.float ?? 10_000_000n,
      bankReference: newId<'bank'>(),
    })
    await setMargin(tx, actor, {
      vendorId: id,
      tokenType: `${options.commodity ?? 'electricity'}_credit`,
      basisPoints: options.margin ?? 0,
      fixedMinor: 0n,
      from: longAgo,
    })
    const operatorId = await registerOperator(tx, actor, {
      vendorId: id,
      name: 'Asha',
      role: 'cashier',
      pin,
    })
    const terminal = await registerTerminal(tx, actor, { vendorId: id, name: 'Counter' })
    const client = await registerClient(tx, actor, {
      name: `Program ${n + 1}`,
      vendorId: id,
      permissions: [
        'sale.make',
        'quote.make',
        'meter.read',
        'sale.read',
        'sale.reprint',
        'vendor.read',
      ],
    })
    return {
      id,
      client: partnerClient(send, client.id, client.secret),
      operatorId,
      pin,
      enrolmentCode: terminal.enrolmentCode,
      terminalId: terminal.id,
    }
  })
}

export async function makeMeter(
  actor: Actor,
  { utilityId, supplyGroupId, tariffId }: Base,
  commodity: Commodity,
  options: WorldOptions,
  n: number,
): Promise<WorldMeter> {
  const number = serialNumber(n + 1)
  const baseDate = options.baseDate ?? 2014
  return transaction(actor, async (tx) => {
    const id = await registerMeter(tx, actor, {
      utilityId,
      serialNumber: number,
      commodity,
      model: 'Keypad',
      from: longAgo,
      sts: {
        supplyGroupId,
        keyRevision: 1,
        keyType: 2,
        tariffIndex: 1,
        keyExpiry: options.keyExpiry ?? 255,
        keyAlgorithm: 4,
        encryptionAlgorithm: options.algorithm ?? 7,
        baseDate,
      },
    })
    const customerId = await registerCustomer(tx, actor, {
      utilityId,
      accountNumber: `A-${n + 1}`,
      name: n === 0 ? 'Amina Otieno' : `Customer ${n + 1}`,
      phone: '',
      email: '',
      class: 'domestic',
    })
    const usagePointId = await registerUsagePoint(tx, actor, {
      utilityId,
      number: `P-${n + 1}`,
      address: `Plot ${n + 14}, Mvita Road`,
      area: 'Old Town',
    })
    await connectMeter(tx, actor, {
      meterId: id,
      usagePointId,
      customerId,
      tariffId,
      from: longAgo,
    })
    await openRegister(tx, actor.tenantId, id, baseDate)
    return { id, serialNumber: number, customerId, usagePointId }
  })
}
