import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** The message a secret belongs to. What was wrapped for one opens in no other. */
export type SecretPlace = { readonly tenantId: string; readonly messageId: string }

export type SecretValues = { readonly [name: string]: string }

const FORMAT = 1
const NONCE = 12
const TAG = 16

let master: Buffer | undefined

/** Gives the module the master key (32 bytes). Once, before the first message. */
export function useMailSecrets(masterKey: Uint8Array): void {
  master = Buffer.from(masterKey)
}

/** AES-256-GCM under a key derived from the master key (HKDF-SHA-256) for mail and this tenant. */
export function wrapSecrets(values: SecretValues, place: SecretPlace): Buffer {
  const nonce = randomBytes(NONCE)
  const key = keyOf(place)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  key.fill(0)
  cipher.setAAD(placeData(place))
  const body = cipher.update(JSON.stringify(values), 'utf8')
  cipher.final()
  return Buffer.concat([Buffer.of(FORMAT), nonce, body, cipher.getAuthTag()])
}

/** Throws when the row was altered or wrapped under another master key. */
export function unwrapSecrets(wrapped: Buffer, place: SecretPlace): SecretValues {
  if (wrapped.length <= 1 + NONCE + TAG || wrapped[0] !== FORMAT) {
    throw new Error('These are no wrapped values of a message.')
  }
  const nonce = wrapped.subarray(1, 1 + NONCE)
  const key = keyOf(place)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
  key.fill(0)
  decipher.setAAD(placeData(place))
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG))
  const body = decipher.update(wrapped.subarray(1 + NONCE, wrapped.length - TAG))
  return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8'))
}

function keyOf({ tenantId }: SecretPlace): Buffer {
  if (!master) throw new Error('No master key was given: app.ts calls useMailSecrets first.')
  return Buffer.from(hkdfSync('sha256', master, '', `saldo mail ${tenantId}`, 32))
}

function placeData({ tenantId, messageId }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, tenantId, 'notifications.message', messageId]))
}
