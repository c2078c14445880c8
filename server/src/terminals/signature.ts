import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { isUuid } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'

export const KeyMalformed = refusal(
  'enrolment.key_malformed',
  400,
  'The device sent no usable P-256 public key.',
)

/** A request as it came in: the path with its query, the body's exact bytes, header names in small letters. */
export type SignedRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Uint8Array
}

/** What the headers of a signed request say. Nothing of it is proven yet. */
export type Claims = {
  readonly terminalId: string
  readonly nonce: string
  readonly signature: Buffer
  readonly sessionToken: string | undefined
  readonly idempotencyKey: string | undefined
}

export type Jwk = {
  readonly kty: string
  readonly crv: string
  readonly x: string
  readonly y: string
}

const POINT_BYTES = 65
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/
const COORDINATE = /^[A-Za-z0-9_-]{43}$/
const BEARER = /^Bearer ([A-Za-z0-9_.-]{1,200})$/

/** Reads the headers of a signed request; undefined when one is missing, doubled or of the wrong shape. */
export function readClaims({ headers }: SignedRequest): Claims | undefined {
  const one = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const terminalId = one('saldo-terminal') ?? ''
  const nonce = one('saldo-nonce') ?? ''
  const signature = one('saldo-signature') ?? ''
  const bearer = BEARER.exec(one('authorization') ?? '')
  if (headers.authorization !== undefined && !bearer) return undefined
  if (!isUuid(terminalId) || !isUuid(nonce) || !SIGNATURE.test(signature)) return undefined
  return {
    terminalId,
    nonce,
    signature: Buffer.from(signature, 'base64url'),
    sessionToken: bearer?.[1],
    idempotencyKey: one('idempotency-key'),
  }
}

/**
 * The text a device signs. It binds method, path, body, device, session and idempotency key together, and
 * the nonce makes each one single: no part can be exchanged and none sent again. The device's clock is
 * not in it, because tills have wrong clocks.
 */
export function signedText(request: SignedRequest, claims: Claims): string {
  return [
    'saldo-pos-1',
    request.method,
    request.path,
    hexSha256(request.body),
    claims.terminalId,
    claims.nonce,
    claims.sessionToken === undefined ? '-' : hexSha256(claims.sessionToken),
    claims.idempotencyKey ?? '-',
  ].join('\n')
}

/** Whether the device with this public key (an uncompressed point) signed the request. */
export function isSigned(request: SignedRequest, claims: Claims, point: Buffer): boolean {
  const key = { key: keyOf(point), dsaEncoding: 'ieee-p1363' } as const
  return verify('sha256', Buffer.from(signedText(request, claims)), key, claims.signature)
}

/** The uncompressed point of a device's public key, checked to be on the curve. Throws KeyMalformed. */
export function pointOf(jwk: Jwk): Buffer {
  const { kty, crv, x, y } = jwk
  const shaped = kty === 'EC' && crv === 'P-256' && COORDINATE.test(x) && COORDINATE.test(y)
  if (!shaped) throw malformed()
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ])
  try {
    importPoint(point)
  } catch {
    throw malformed()
  }
  return point
}

// Making a key object costs half of a verification; a server sees the same devices all day.
const keys = new Map<string, KeyObject>()
const MOST_KEYS = 20_000

function keyOf(point: Buffer): KeyObject {
  const name = point.toString('latin1')
  const known = keys.get(name)
  if (known) return known
  const key = importPoint(point)
  if (keys.size >= MOST_KEYS) keys.clear()
  keys.set(name, key)
  return key
}

function importPoint(point: Buffer): KeyObject {
  if (point.length !== POINT_BYTES) throw new RangeError('A P-256 point has 65 bytes.')
  const x = point.subarray(1, 33).toString('base64url')
  const y = point.subarray(33).toString('base64url')
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
}

function hexSha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function malformed() {
  return KeyMalformed({}, { errors: [{ pointer: '/publicKey', code: 'enrolment.key_malformed' }] })
}
