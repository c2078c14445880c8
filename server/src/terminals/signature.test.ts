import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  isSigned,
  type Jwk,
  pointOf,
  readClaims,
  type SignedRequest,
  signedText,
} from './signature.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const point = pointOf(publicKey.export({ format: 'jwk' }) as Jwk)
const terminalId = '01938f5e-7c00-7000-8000-000000000001'

function requestOf(nonce: string, signature = 'A'.repeat(86)): SignedRequest {
  return {
    method: 'POST',
    path: '/api/pos/quotes',
    body: Buffer.from('{}'),
    headers: { 'saldo-terminal': terminalId, 'saldo-nonce': nonce, 'saldo-signature': signature },
  }
}

const claimsOf = (request: SignedRequest) => {
  const claims = readClaims(request)
  if (!claims) throw new Error('The request has no claims.')
  return claims
}

test('the text a device signs is the one of the contract', () => {
  const request = {
    ...requestOf('9b2e4c1a-0000-4000-8000-000000000001'),
    headers: {
      ...requestOf('9b2e4c1a-0000-4000-8000-000000000001').headers,
      authorization: 'Bearer abc.def',
      'idempotency-key': 'key-1',
    },
  }
  expect(signedText(request, claimsOf(request))).toBe(
    [
      'saldo-pos-1',
      'POST',
      '/api/pos/quotes',
      // printf '{}' | sha256sum
      '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      terminalId,
      '9b2e4c1a-0000-4000-8000-000000000001',
      // printf 'abc.def' | sha256sum
      'ebb3127bf5c7c4b4e42b51710f4946c1c1d05b331d2379dd15e3a5431ed93416',
      'key-1',
    ].join('\n'),
  )
})

test('every signature a device makes is accepted, short numbers in it too', () => {
  for (let n = 0; n < 1_500; n++) {
    const nonce = `9b2e4c1a-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
    const unsigned = requestOf(nonce)
    const text = Buffer.from(signedText(unsigned, claimsOf(unsigned)))
    const raw = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const request = requestOf(nonce, raw.toString('base64url'))
    expect(isSigned(request, claimsOf(request), point)).toBe(true)
    raw[n % 64] = (raw[n % 64] ?? 0) ^ 1
    const altered = requestOf(nonce, raw.toString('base64url'))
    expect(isSigned(altered, claimsOf(altered), point)).toBe(false)
  }
})

test.each([
  ['zeros', Buffer.alloc(64)],
  ['ones', Buffer.alloc(64, 255)],
  ['a zero s', Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32)])],
])('a signature of %s is wrong and no fault', (_, raw) => {
  const request = requestOf('9b2e4c1a-0000-4000-8000-000000000001', raw.toString('base64url'))
  expect(isSigned(request, claimsOf(request), point)).toBe(false)
})
