import { createHash } from 'node:crypto'

/**
 * The digest of the lines of an export, one after the other: each is hashed behind the digest before it, so a
 * long export is digested in parts, and a line that is altered, moved, added or taken away changes the end.
 */
export function digestAfter(digest: string, line: string | Uint8Array): string {
  const hash = createHash('sha256').update(Buffer.from(digest, 'hex'))
  return hash.update(line).update('\n').digest('hex')
}

/** Before the first line. */
export const NO_LINES = createHash('sha256').update('saldo audit export 1').digest('hex')

/** What an export says of itself; its text is signed. */
export interface ExportStatement {
  readonly format: typeof EXPORT_FORMAT
  readonly tenantId: string
  /** Instants in RFC 3339; null: from the first event on. */
  readonly from: string | null
  readonly until: string
  readonly lines: number
  readonly digest: string
  /** The newest block of the trail when the export ended: what was sealed until then cannot be changed unseen. */
  readonly head: { readonly epoch: number; readonly number: string; readonly head: string } | null
  readonly signedAt: string
}

export const EXPORT_FORMAT = 'saldo audit export 1'
