import { type Field, numberField } from './token-type.ts'

/** 32 bits of the new decoder key, as an unsigned number. */
export const KEY_PART_FIELD: Field = numberField(
  'keyPart',
  'Part of the new key',
  0xffffffff,
  'system',
)

/** The 32 bits at the end of a token's content. */
export function keyPartOf(content: { readonly high: number; readonly low: number }): number {
  return (((content.high & 0xffff) << 16) | content.low) >>> 0
}

/** The twelve bits before the key part, in their place in the upper content. */
export function withKeyPart(twelveBits: number, keyPart: number): { high: number; low: number } {
  return { high: (twelveBits << 16) | (keyPart >>> 16), low: keyPart & 0xffff }
}
