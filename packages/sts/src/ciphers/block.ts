/** 64 bits as two words of 32; the words may carry a sign, only their bits count. */
export type Block = { readonly high: number; readonly low: number }

/** The word that four bytes spell, most significant first. */
export function wordAt(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset]! << 24) |
    (bytes[offset + 1]! << 16) |
    (bytes[offset + 2]! << 8) |
    bytes[offset + 3]!
  )
}
