import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Which row a wrapped secret belongs to, and what must not be altered beside it. */
export type WrappedPlace = {
  readonly tenantId: string
  readonly table: string
  readonly id: string
  /** Attributes that the secret vouches for, in a fixed order. */
  readonly bound: readonly string[]
}

/** Wraps secrets of one purpose. The key under which it wraps differs by tenant and never leaves it. */
export type Wrapping = {
  /** Names the master key by a fingerprint, so that a row tells under which it was wrapped. */
  readonly name: string
  readonly wrap: (secret: Uint8Array, place: WrappedPlace) => Buffer
  /** Throws when the row was altered or wrapped under another key. */
  readonly unwrap: (wrapped: Uint8Array, place: WrappedPlace) => Buffer
  readonly close: () => void
}

const FORMAT = 1
const NONCE = 12
const TAG = 16

/**
 * AES-256-GCM under a key derived from the master key (HKDF-SHA-256) for one purpose and tenant. The
 * tenant, table, row id, name of the wrapping key and bound attributes are authenticated with it.
 */
export function openWrapping(masterKey: Uint8Array, purpose: string): Wrapping {
  const master = Buffer.from(masterKey)
  const fingerprint = createHmac('sha256', master).update('saldo master key name').digest('hex')
  const name = `master-${fingerprint.slice(0, 12)}`
  const keyOf = (tenantId: string) =>
    Buffer.from(hkdfSync('sha256', master, '', `saldo ${purpose} ${tenantId}`, 32))
  return {
    name,
    wrap(secret, place) {
      const key = keyOf(place.tenantId)
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
      cipher.setAAD(additionalData(place, name))
      const body = cipher.update(secret)
      cipher.final()
      key.fill(0)
      return Buffer.concat([Buffer.of(FORMAT), nonce, body, cipher.getAuthTag()])
    },
    unwrap(wrapped, place) {
      const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength)
      if (bytes.length <= 1 + NONCE + TAG || bytes[0] !== FORMAT) {
        throw new Error('This is not a wrapped secret.')
      }
      const key = keyOf(place.tenantId)
      const nonce = bytes.subarray(1, 1 + NONCE)
      const cipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
      key.fill(0)
      cipher.setAAD(additionalData(place, name))
      cipher.setAuthTag(bytes.subarray(bytes.length - TAG))
      const secret = cipher.update(bytes.subarray(1 + NONCE, bytes.length - TAG))
      try {
        cipher.final()
      } catch (error) {
        secret.fill(0)
        throw error
      }
      return secret
    },
    close: () => void master.fill(0),
  }
}

function additionalData({ tenantId, table, id, bound }: WrappedPlace, name: string): Buffer {
  // JSON keeps the parts apart: no part can run into the next.
  return Buffer.from(JSON.stringify([FORMAT, tenantId, table, id, name, ...bound]))
}
