import { createHash } from 'node:crypto'

/** Bytes of a posting in a block: 16 of its id, 16 of the SHA-256 of its canonical text. */
export const leafLength = 32
const idLength = 16

export interface CanonicalPosting {
  readonly id: string
  /** The transaction that wrote it (`xid8`, decimal text). */
  readonly xid: string
  readonly canonical: string
}

/**
 * The canonical text of a posting `p` with its transfers: every column, written the same whatever the
 * session's time zone and formats. Texts carry their length, so that no two rows share a text.
 * `$1` is the tenant.
 */
export const canonicalColumns = `p.id, p.xid::text as xid,
  concat_ws('|', 'saldo posting 1', p.tenant_id, p.id, octet_length(p.kind), p.kind,
    (extract(epoch from p.booked_at) * 1000000)::bigint, p.business_day - date '1970-01-01',
    coalesce(p.utility_id::text, '-'), encode(p.content_hash, 'hex'), p.xid) || coalesce((
      select string_agg(concat_ws('|', '', t.line, t.debit_account_id, t.credit_account_id, t.debit_kind,
               t.credit_kind, t.minor, octet_length(t.currency), t.currency), '' order by t.line)
      from ledger.transfer t
      where t.tenant_id = $1 and t.booked_at = p.booked_at and t.posting_id = p.id), '') as canonical`

export function leafOf(posting: CanonicalPosting): Buffer {
  const leaf = Buffer.alloc(leafLength)
  leaf.write(posting.id.replaceAll('-', ''), 0, 'hex')
  createHash('sha256').update(posting.canonical).digest().copy(leaf, idLength, 0, idLength)
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
