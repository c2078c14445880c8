import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { Id } from '../kernel/ids.ts'

/** What signs the exports of a company: a key of its own, which follows from the master key and is stored nowhere. */
export interface SigningKey {
  /** SPKI, base64: goes with each signature. */
  readonly publicKey: string
  /** SHA-256 of it, 64 hexadecimal digits: what an auditor keeps, to know the key again. */
  readonly fingerprint: string
  readonly sign: (text: string) => string
}

let master: Buffer | undefined

/** Gives the module the master key; also for a program without a port. */
export function useAuditSigning(masterKey: Uint8Array): void {
  master = Buffer.from(masterKey)
}

/** The Ed25519 key (RFC 8032) of one company. It changes with the master key, and so does its fingerprint. */
export function signingKeyOf(tenantId: Id<'tenant'>): SigningKey {
  if (!master) throw new Error('The audit module has no master key: call useAuditSigning first.')
  const seed = Buffer.from(hkdfSync('sha256', master, '', `saldo audit signing ${tenantId}`, 32))
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  seed.fill(0)
  const publicKey = spkiOf(createPublicKey(key))
  return {
    publicKey: publicKey.toString('base64'),
    fingerprint: fingerprintOf(publicKey),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}

/** The fingerprint of the key under which a signature is good; undefined when it is not. */
export function signerOf(text: string, publicKey: string, signature: string): string | undefined {
  try {
    const bytes = Buffer.from(publicKey, 'base64')
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    if (key.asymmetricKeyType !== 'ed25519') return undefined
    const good = verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    return good ? fingerprintOf(spkiOf(key)) : undefined
  } catch {
    // What is no key is no signature either.
    return undefined
  }
}

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' })
}

function fingerprintOf(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('hex')
}
