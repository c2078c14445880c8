import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sign, textToSign } from '../src/device/signing.ts'
import { groupCode, isWholeCode } from '../src/enrol/code.ts'

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe('the text a device signs', () => {
  test('names method, path, terminal, nonce and key, and hashes body and session', async () => {
    const text = await textToSign({
      method: 'POST',
      path: '/api/pos/quotes?x=1',
      body: 'abc',
      terminalId: 'terminal-1',
      nonce: 'nonce-1',
      sessionToken: '',
      idempotencyKey: 'key-1',
    })
    expect(text.split('\n')).toEqual([
      'saldo-pos-1',
      'POST',
      '/api/pos/quotes?x=1',
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      'terminal-1',
      'nonce-1',
      emptyHash,
      'key-1',
    ])
  })

  test('has a dash for no session and no key, and the empty hash for no body', async () => {
    const text = await textToSign({
      method: 'GET',
      path: '/api/pos/terminal',
      body: '',
      terminalId: 't',
      nonce: 'n',
      sessionToken: null,
      idempotencyKey: null,
    })
    expect(text).toBe(`saldo-pos-1\nGET\n/api/pos/terminal\n${emptyHash}\nt\nn\n-\n-`)
  })

  test('never holds the session token itself', async () => {
    const sessionToken = 'secret-session-token'
    const request = { method: 'GET', path: '/', body: '', terminalId: 't', nonce: 'n' }
    const text = await textToSign({ ...request, sessionToken, idempotencyKey: null })
    expect(text).not.toContain(sessionToken)
  })
})

test('a signature is 64 bytes r||s that the public key accepts, for this text alone', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const signature = Buffer.from(await sign(pair.privateKey, 'text'), 'base64url')
  const jwk = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as JsonWebKey
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const accepted = (text: string) =>
    verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)
  expect(signature).toHaveLength(64)
  expect(accepted('text')).toBe(true)
  expect(accepted('text2')).toBe(false)
})

test('an enrolment code is grouped while it is typed', () => {
  expect(groupCode('abcdefghjklm')).toBe('ABCD-EFGH-JKLM')
  expect(groupCode('abcd-e')).toBe('ABCD-E')
  expect(isWholeCode(groupCode('abcd efgh jklm'))).toBe(true)
  expect(isWholeCode('ABCD-EFGH')).toBe(false)
})
