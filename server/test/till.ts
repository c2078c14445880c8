import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { Http } from '../src/http/index.ts'
import { newId } from '../src/kernel/ids.ts'

/** An answer as a test reads it. */
export interface Reply<Body = Record<string, unknown>> {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Body
}

/** What sends a request: the app in this process, or a server behind an address. */
export type Send = (request: {
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
}) => Promise<Reply>

export function sendTo(app: Http): Send {
  return async ({ method, url, headers, body }) => {
    const reply = await app.inject({
      method,
      url,
      headers,
      ...(body !== undefined && { payload: body }),
    })
    return {
      status: reply.statusCode,
      headers: reply.headers,
      body: reply.body === '' ? {} : reply.json(),
    }
  }
}

/** A till as a device is one: its key pair never leaves it, and every request is signed. */
export class Till {
  readonly #send: Send
  readonly #privateKey: KeyObject
  readonly publicKey: Record<string, string>
  terminalId = ''
  sessionToken: string | undefined

  constructor(send: Send) {
    this.#send = send
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#privateKey = privateKey
    const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
    this.publicKey = { kty: kty!, crv: crv!, x: x!, y: y! }
  }

  async enrol(code: string): Promise<Reply> {
    const reply = await this.#send({
      method: 'POST',
      url: '/api/pos/enrolments',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: this.publicKey }),
    })
    const terminal = reply.body.terminal as { id: string } | undefined
    if (terminal) this.terminalId = terminal.id
    return reply
  }

  async signIn(operatorId: string, pin: string): Promise<Reply> {
    const reply = await this.ask('POST', '/api/pos/sessions', { operatorId, pin })
    if (reply.status === 201) this.sessionToken = reply.body.sessionToken as string
    return reply
  }

  sell(
    serialNumber: string,
    amount: string,
    key: string = newId<'key'>(),
    received?: string,
  ): Promise<Reply> {
    const tender = { method: 'cash', ...(received !== undefined && { received }) }
    return this.ask('POST', '/api/pos/sales', { serialNumber, amount, tender }, key)
  }

  ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    key?: string,
  ): Promise<Reply> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return this.#send({
      method,
      url,
      headers: this.headers(method, url, text ?? '', key),
      ...(text !== undefined && { body: text }),
    })
  }

  /** The signed headers of a request, for a test that alters one afterwards. */
  headers(
    method: string,
    url: string,
    body: string | Buffer,
    key?: string,
  ): Record<string, string> {
    const nonce = randomUUID()
    const session = this.sessionToken
    const text = [
      'saldo-pos-1',
      method,
      url,
      sha256(body),
      this.terminalId,
      nonce,
      session === undefined ? '-' : sha256(session),
      key ?? '-',
    ].join('\n')
    const signature = sign('sha256', Buffer.from(text), {
      key: this.#privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    return {
      ...(body.length > 0 && { 'content-type': 'application/json' }),
      'saldo-terminal': this.terminalId,
      'saldo-nonce': nonce,
      'saldo-signature': signature.toString('base64url'),
      ...(session !== undefined && { authorization: `Bearer ${session}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
    }
  }
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}
