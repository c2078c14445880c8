import { createHmac, timingSafeEqual } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import { pepper } from '../sign-in/password.ts'
import { newToken, readToken, sha256 } from '../token.ts'

/** Milliseconds in which somebody must be back from their directory (RELIABILITY.md 5.1: at most ten minutes). */
export const ERRAND_MS = 10 * 60_000

/**
 * A sign-in that is on its way by way of a tenant's directory. Its text is kept by the browser that began it, in an
 * HttpOnly cookie, and proves by itself that it is ours and how long it holds: beginning without end fills no table.
 */
export type Errand = {
  readonly text: string
  readonly tenantId: Id<'tenant'>
  readonly expiresAt: Date
}

/** A new errand of a tenant. */
export function newErrand(tenantId: Id<'tenant'>): Errand {
  const expiresAt = new Date(now().getTime() + ERRAND_MS)
  const head = `${newToken(tenantId).text}.${expiresAt.getTime()}`
  return { text: `${head}.${macOf(head).toString('base64url')}`, tenantId, expiresAt }
}

/** The errand of a cookie; undefined when it is none of ours or has expired. */
export function readErrand(text: string | undefined): Errand | undefined {
  const [, head, token, until, mac] = SHAPE.exec(text ?? '') ?? []
  if (text === undefined || head === undefined || token === undefined) return undefined
  if (!timingSafeEqual(Buffer.from(mac!, 'base64url'), macOf(head))) return undefined
  const expiresAt = new Date(Number.parseInt(until!, 10))
  const tenantId = readToken(token)?.tenantId
  return tenantId && expiresAt > now() ? { text, tenantId, expiresAt } : undefined
}

/**
 * What an errand says to the directory and expects back. It follows from the errand, which does not follow from it,
 * and holds for this directory as it is set up now.
 */
export function secretsOf(
  { text }: Errand,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
) {
  const of = (use: string) =>
    sha256(JSON.stringify([use, issuer, clientId, text])).toString('base64url')
  return { state: of('state'), nonce: of('nonce'), verifier: of('verifier') }
}

const SHAPE = /^(([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})\.([0-9]{13}))\.([A-Za-z0-9_-]{43})$/

function macOf(head: string): Buffer {
  return createHmac('sha256', pepper().secret).update(`errand\n${head}`).digest()
}
