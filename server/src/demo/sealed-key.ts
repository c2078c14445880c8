import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { MeterState } from '@saldo/sts'

/*
 * A model meter is stored without its key: the security module makes that again from the vending key. What
 * a key change brought cannot be made again, so it is stored sealed (AES-256-GCM) under a key that follows
 * from the one the meter was delivered with.
 */

/** The secret part of a meter: its key, and the parts of a key change that is not complete. */
type Secret = Pick<MeterState['key'], 'decoderKey'> & Pick<MeterState, 'pending'>

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The meter without its secrets, and these sealed where they are not the delivered ones. */
export function withoutKey(
  state: MeterState,
  deliveredKey: string,
  place: string,
): { open: MeterState; sealed: Buffer | null } {
  const { pending, key } = state
  const open = { ...state, pending: null, key: { ...key, decoderKey: '' } }
  if (pending === null && key.decoderKey === deliveredKey) return { open, sealed: null }
  return { open, sealed: seal({ decoderKey: key.decoderKey, pending }, deliveredKey, place) }
}

/** The meter with its secrets again. */
export function withKey(
  open: MeterState,
  sealed: Uint8Array | null,
  deliveredKey: string,
  place: string,
): MeterState {
  const secret: Secret =
    sealed === null
      ? { decoderKey: deliveredKey, pending: null }
      : unseal(sealed, deliveredKey, place)
  const { decoderKey, pending } = secret
  return { ...open, pending, key: { ...open.key, decoderKey } }
}

function seal(secret: Secret, deliveredKey: string, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(deliveredKey), nonce)
  cipher.setAAD(Buffer.from(place))
  const body = Buffer.concat([cipher.update(JSON.stringify(secret)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

function unseal(sealed: Uint8Array, deliveredKey: string, place: string): Secret {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(deliveredKey), nonce)
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
  return JSON.parse(Buffer.concat([body, decipher.final()]).toString())
}

function sealingKey(deliveredKey: string): Buffer {
  const secret = Buffer.from(deliveredKey, 'hex')
  return Buffer.from(hkdfSync('sha256', secret, '', 'saldo demo meter 1', 32))
}
