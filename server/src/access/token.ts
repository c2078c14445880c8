import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Id, isUuid } from '../kernel/ids.ts'

/**
 * A bearer token: 16 bytes that name the tenant, a point, 256 random bits, both in base64url. The tenant
 * stands in front because nothing can be looked up before a tenant is entered; it is no secret and
 * proves nothing. Only the SHA-256 of the whole text is stored.
 */
export type BearerToken = { readonly tenantId: Id<'tenant'>; readonly hash: Buffer }

const SHAPE = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/
const SECRET_BYTES = 32

/** A new token of a tenant: the text for its holder, who sees it once, and the hash to be stored. */
export function newToken(tenantId: Id<'tenant'>): { text: string; hash: Buffer } {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex')
  const secret = randomBytes(SECRET_BYTES)
  const text = `${tenant.toString('base64url')}.${secret.toString('base64url')}`
  return { text, hash: sha256(text) }
}

/** Which tenant a token claims to be of, and its hash; undefined when it cannot be one of ours. */
export function readToken(text: string): BearerToken | undefined {
  if (!SHAPE.test(text)) return undefined
  const hex = Buffer.from(text.slice(0, 22), 'base64url').toString('hex')
  const tenantId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isUuid(tenantId) ? { tenantId: tenantId as Id<'tenant'>, hash: sha256(text) } : undefined
}

export function sha256(text: string | Uint8Array): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Compares two hashes in a time that does not tell how much of them is equal. */
export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
