import Type from 'typebox'
import { refusal } from '../kernel/refusal.ts'

export const KeyMissing = refusal(
  'request.key_missing',
  400,
  'This call needs an Idempotency-Key of 8 to 64 letters, digits, points, dashes or underscores.',
)

const KEY = /^[A-Za-z0-9._:-]{8,64}$/

/** A key as part of an address: what could never have been a key is refused before it is looked for. */
export const KeyText = Type.String({ pattern: KEY.source, minLength: 8, maxLength: 64 })

/** The header for the contract; `idempotencyKey` reads it, so that quoted and unquoted forms are one key. */
export const KeyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: '8 to 64 characters, made by the caller before the first attempt' }),
  ),
})

/**
 * The key that a caller made before its first attempt. A quoted value (a structured-field string) and an
 * unquoted one are the same key.
 */
export function idempotencyKey(header: string | string[] | undefined): string {
  const text = typeof header === 'string' ? header.trim().replace(/^"(.*)"$/, '$1') : ''
  if (!KEY.test(text)) {
    throw KeyMissing(
      {},
      { errors: [{ pointer: '/headers/idempotency-key', code: 'key.malformed' }] },
    )
  }
  return text
}
