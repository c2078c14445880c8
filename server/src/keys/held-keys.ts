import { type VendingKey as ReadyKey, vendingKey } from '@saldo/sts'
import type { WrappedPlace, Wrapping } from '../kernel/wrapping.ts'
import { wipe } from './decoder-key-cache.ts'
import { checkValueOf, KeyUnreadable, type StoredVendingKey } from './vending-key.ts'

/** A vending key in memory, ready to make decoder keys. */
export type HeldKey = { readonly stored: StoredVendingKey; readonly ready: ReadyKey }

/** Where a vending key is stored, and the attributes that its wrapping vouches for. */
export function placeOfKey(
  key: Omit<StoredVendingKey, 'wrapped' | 'wrappingKey' | 'checkValue'>,
): WrappedPlace {
  return {
    tenantId: key.tenantId,
    table: 'keys.vending_key',
    id: key.id,
    bound: [
      key.supplyGroupCode,
      `revision ${key.keyRevision}`,
      `type ${key.keyType}`,
      `dkga ${key.dkga}`,
      `base ${key.baseDate}`,
      `expiry ${key.keyExpiry}`,
    ],
  }
}

/** Unwraps a stored key and makes it ready; the clear bytes are zeroed before this returns. */
export function openKey(stored: StoredVendingKey, wrapping: Wrapping): HeldKey {
  let bytes: Buffer | undefined
  try {
    bytes = wrapping.unwrap(stored.wrapped, placeOfKey(stored))
    if (checkValueOf(stored.dkga, bytes) !== stored.checkValue) throw new Error('check value')
    return { stored, ready: vendingKey(stored.dkga, bytes) }
  } catch {
    // Why is not told: the cause could say something about the key.
    throw KeyUnreadable({
      supplyGroupCode: stored.supplyGroupCode,
      keyRevision: stored.keyRevision,
      sameMasterKey: stored.wrappingKey === wrapping.name,
    })
  } finally {
    bytes?.fill(0)
  }
}

export function wipeKey(held: HeldKey): void {
  wipe(held.ready)
}

/** Whether nothing changed that the wrapping vouches for; if anything did, the key is opened anew. */
export function isSameSecret(a: StoredVendingKey, b: StoredVendingKey): boolean {
  return (
    a.wrappingKey === b.wrappingKey &&
    a.checkValue === b.checkValue &&
    Buffer.compare(a.wrapped, b.wrapped) === 0 &&
    JSON.stringify(placeOfKey(a)) === JSON.stringify(placeOfKey(b))
  )
}
