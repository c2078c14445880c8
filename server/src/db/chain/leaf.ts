import { createHash } from 'node:crypto'

/** Bytes of a row in a block: 16 of its id, 16 of the SHA-256 of its canonical text. */
export const leafLength = 32
const idLength = 16

/** A row of a table that is chained. */
export interface CanonicalRow {
  readonly id: string
  /** The transaction that wrote it (`xid8`, decimal text). */
  readonly xid: string
  /** Every column, written the same whatever the session's time zone and formats; no two rows share it. */
  readonly canonical: string
}

export function leafOf(row: CanonicalRow): Buffer {
  const leaf = Buffer.alloc(leafLength)
  leaf.write(row.id.replaceAll('-', ''), 0, 'hex')
  createHash('sha256').update(row.canonical).digest().copy(leaf, idLength, 0, idLength)
  return leaf
}

/** The id in a leaf, as PostgreSQL prints it. */
export function idOfLeaf(leaf: Buffer): string {
  const hex = leaf.toString('hex', 0, idLength)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

/** The leaves of a block, one after the other. */
export function* leavesOf(leaves: Buffer): Generator<Buffer> {
  for (let at = 0; at + leafLength <= leaves.length; at += leafLength) {
    yield leaves.subarray(at, at + leafLength)
  }
}
