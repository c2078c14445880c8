import type { TokenCipher } from './ciphers/index.ts'
import type { KeyType } from './decoder-key/parameters.ts'
import { StsError } from './errors.ts'
import { isPastKeyExpiry } from './tid.ts'
import { encipherToken } from './token.ts'
import { type Message, typeOf } from './tokens/index.ts'

/** The key that a meter holds now, as far as it decides what may be issued. */
export type IssuingKey = {
  readonly cipher: TokenCipher
  readonly keyType: KeyType
  /** 0 .. 255; 255 never expires. */
  readonly keyExpiry: number
}

/**
 * Makes the 20 digits of a token after the checks a vending system owes: no credit under a default key or, for a
 * keypad meter, under a common key, and no token identifier past the key's expiry.
 * @throws StsError `key.default-carries-no-credit`, `key.common-needs-card`, `key.expired`, and what
 *   `encipherToken` throws
 */
export function issueToken(key: IssuingKey, message: Message): string {
  refuseToIssue(key, message)
  return encipherToken(key.cipher, message)
}

/** The checks of `issueToken` alone, for a security module that enciphers elsewhere. */
export function refuseToIssue(key: Omit<IssuingKey, 'cipher'>, message: Message): void {
  const { tokenClass } = typeOf(message.type)
  if (tokenClass === 0 && key.keyType === 1) {
    throw new StsError('key.default-carries-no-credit', 'A default key may not carry credit.')
  }
  if (tokenClass === 0 && key.keyType === 3) {
    throw new StsError('key.common-needs-card', 'A common key serves magnetic cards only.')
  }
  if ('tid' in message && isPastKeyExpiry(message.tid, key.keyExpiry)) {
    throw new StsError('key.expired', 'The key of the meter expired before this time.')
  }
}
