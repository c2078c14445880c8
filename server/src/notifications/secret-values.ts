import { openWrapping, type Wrapping } from '../kernel/wrapping.ts'

/** The message a secret belongs to. What was wrapped for one opens in no other. */
export type SecretPlace = { readonly tenantId: string; readonly messageId: string }

export type SecretValues = { readonly [name: string]: string }

let wrapping: Wrapping | undefined

/** Gives the module the master key (32 bytes). Once, before the first message. */
export function useMailSecrets(masterKey: Uint8Array): void {
  wrapping = openWrapping(masterKey, 'mail')
}

/** What only the recipient may know, under the master key. */
export function wrapSecrets(values: SecretValues, place: SecretPlace): Buffer {
  return opened().wrap(Buffer.from(JSON.stringify(values)), rowOf(place))
}

/** Throws when the row was altered or wrapped under another master key. */
export function unwrapSecrets(wrapped: Buffer, place: SecretPlace): SecretValues {
  return JSON.parse(opened().unwrap(wrapped, rowOf(place)).toString('utf8'))
}

function opened(): Wrapping {
  if (!wrapping) throw new Error('No master key was given: app.ts calls useMailSecrets first.')
  return wrapping
}

function rowOf({ tenantId, messageId }: SecretPlace) {
  return { tenantId, table: 'notifications.message', id: messageId, bound: [] }
}
