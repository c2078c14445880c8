import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a question of the server says, as far as a passkey reads it. */
type Question = { challenge: string; user?: { id: string } }

type Manners = {
  /** The page that asks. */
  origin?: string
  site?: string
  /** Whether the device has recognised its owner. */
  verified?: boolean
  /** The count of signatures that it claims. */
  count?: number
  /** Another challenge than the one asked. */
  challenge?: string
}

const ORIGIN = 'http://localhost:8080'
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest()

/** A passkey in software, after WebAuthn level 3: it answers as a device does, or as an attacker would like to. */
export class SoftPasskey {
  readonly id = randomBytes(32)
  count = 0
  #handle = ''
  readonly #key: KeyObject
  readonly #publicKey: Buffer

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // COSE key: EC2, ES256, P-256.
    this.#publicKey = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
  }

  make(question: Question, manners: Manners = {}) {
    this.#handle = question.user?.id ?? ''
    const authData = Buffer.concat([
      this.#head(manners, 0x41),
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      this.#publicKey,
    ])
    // CBOR of { fmt: "none", attStmt: {}, authData }.
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      Buffer.from([authData.length >> 8, authData.length & 0xff]),
      authData,
    ])
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', question, manners).toString(
          'base64url',
        ),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
    }
  }

  answer(question: Question, manners: Manners = {}) {
    this.count += 1
    const clientData = this.#clientData('webauthn.get', question, manners)
    const authData = this.#head({ count: this.count, ...manners }, 0x01)
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key)
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: this.#handle,
      },
    }
  }

  #frame() {
    return {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: 'public-key',
      clientExtensionResults: {},
    }
  }

  #head({ site = 'localhost', verified = true, count = 0 }: Manners, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(count)
    return Buffer.concat([sha256(site), Buffer.from([flags | (verified ? 0x04 : 0)]), counter])
  }

  #clientData(type: string, question: Question, { origin = ORIGIN, challenge }: Manners): Buffer {
    return Buffer.from(
      JSON.stringify({
        type,
        challenge: challenge ?? question.challenge,
        origin,
        crossOrigin: false,
      }),
    )
  }
}
