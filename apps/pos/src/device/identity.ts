import type { TerminalView } from '../contract.ts'
import { database } from './database.ts'
import type { Identity } from './identity-record.ts'

let current: Identity | null = null

/** Reads the identity once at start; afterwards `identity()` answers without waiting. */
export async function loadIdentity(): Promise<Identity | null> {
  current = (await (await database()).get('identity', 'this')) ?? null
  return current
}

export function identity(): Identity | null {
  return current
}

export function isEnrolled(): boolean {
  return current?.terminal != null
}

/**
 * The key pair of this device, made once and stored before the code is sent: when the answer to an
 * enrolment is lost, the repeat comes with the same key and the server can recognise it.
 */
export async function deviceKeys(): Promise<Identity> {
  if (current) return current
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const publicKey = { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' }
  return save({ privateKey: pair.privateKey, publicKey, terminal: null })
}

/** What the server says about this terminal, kept so that a start without network has names. */
export async function rememberTerminal(terminal: TerminalView): Promise<void> {
  await save({ ...(await deviceKeys()), terminal })
}

/** Forgets keys and terminal, for a device the server no longer knows. */
export async function forgetIdentity(): Promise<void> {
  await (await database()).delete('identity', 'this')
  current = null
}

async function save(next: Identity): Promise<Identity> {
  await (await database()).put('identity', next, 'this')
  current = next
  return next
}
