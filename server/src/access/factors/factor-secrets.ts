import { createHmac, randomBytes } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { openWrapping, type Wrapping } from '../../kernel/wrapping.ts'
import { pepper } from '../sign-in/password.ts'

let wrapping: Wrapping | undefined

/** Gives the module the master key under which the seeds of authenticator apps are kept. Once at start. */
export function useFactorSecrets(masterKey: Uint8Array): void {
  wrapping = openWrapping(masterKey, 'authenticator')
}

export type SeedPlace = {
  readonly tenantId: Id<'tenant'>
  readonly id: string
  readonly personId: string
}

export function wrapSeed(seed: Uint8Array, place: SeedPlace): Buffer {
  return opened().wrap(seed, rowOf(place))
}

/** Throws when the row was altered, or belongs to another person or master key. */
export function unwrapSeed(wrapped: Uint8Array, place: SeedPlace): Buffer {
  return opened().unwrap(wrapped, rowOf(place))
}

// No letter or digit that is taken for another one: neither I, L, O and U, nor 0 and 1.
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_CHARACTERS = 12

/** A new recovery code, such as "7KQM-3XYA-P2RT": 58 random bits, to be written down. */
export function newRecoveryCode(): string {
  let text = ''
  while (text.length < CODE_CHARACTERS) {
    // 240 is eight times the alphabet: a byte beyond it would make some characters likelier than others.
    const byte = randomBytes(1)[0]!
    if (byte < 240) text += ALPHABET[byte % ALPHABET.length]
  }
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** The keyed hash of a recovery code as it is stored. Blanks, dashes and capitals do not matter. */
export function recoveryHash(personId: Id<'person'>, code: string): Buffer {
  const plain = code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return createHmac('sha256', pepper().secret).update(`recovery\n${personId}\n${plain}`).digest()
}

function opened(): Wrapping {
  if (!wrapping) throw new Error('No master key was given: app.ts calls useFactorSecrets first.')
  return wrapping
}

function rowOf({ tenantId, id, personId }: SeedPlace) {
  return { tenantId, table: 'access.authenticator', id, bound: [personId] }
}
