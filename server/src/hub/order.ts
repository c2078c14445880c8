import { createHash } from 'node:crypto'
import type { Id } from '../kernel/ids.ts'

/** Who sells, through which channel, on whose float. A channel fills this in from what it has authenticated. */
export interface Seller {
  readonly tenantId: Id<'tenant'>
  readonly channel: string
  /** The terminal or program whose keys these are: two clients may use the same key for different sales. */
  readonly clientId: string
  readonly vendorId: Id<'vendor'>
  readonly terminalId: Id<'terminal'> | null
  readonly operatorId: Id<'operator'> | null
  /** What the receipt says of them. */
  readonly names: {
    readonly vendor: string
    readonly vendorAddress: string
    readonly terminal: string
    readonly operator: string
  }
}

/** What is asked for. `amount` and `received` are decimal texts of the meter's currency. */
export interface Order {
  readonly serialNumber: string
  readonly amount: string
  readonly tender: { readonly method: string; readonly received?: string | undefined }
}

/** An order under the key that its client made before it was sent. */
export interface KeyedOrder extends Order {
  readonly key: string
}

/**
 * What an order says, in 16 bytes: the same key with another order is refused. "100" and "100.00" say the
 * same.
 */
export function fingerprintOf(order: Order): Buffer {
  const said = [
    order.serialNumber,
    plain(order.amount),
    order.tender.method,
    order.tender.received === undefined ? '' : plain(order.tender.received),
  ]
  return createHash('sha256').update(said.join('\n')).digest().subarray(0, 16)
}

function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount
}
