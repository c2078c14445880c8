import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Claims = Record<string, unknown>

/** How a token is signed; `hmac` takes the public key, which everybody knows, for a shared secret. */
export type Signature = 'RS256' | 'ES256' | 'EdDSA' | 'none' | 'hmac' | 'stranger'

/** What the directory does wrong, as one that was broken into or set up badly would. */
export interface Manners {
  readonly claims?: Claims
  readonly signature?: Signature
  /** Answers of its addresses in place of the right ones. */
  readonly answers?: Readonly<
    Record<string, { status?: number; headers?: Record<string, string>; body: string }>
  >
  /** What it says of itself differently. */
  readonly metadata?: Claims
  /** Milliseconds before it answers. */
  readonly slowMs?: number
}

/** A sign-in as the directory has it, between the browser's visit and the exchange of the code. */
interface Visit {
  readonly question: URLSearchParams
  readonly claims: Claims
  used: boolean
}

/**
 * A small directory that speaks OpenID Connect (authorization code with PKCE), for tests. It shares no code with what
 * it tests, and can be told to misbehave.
 */
export class OidcProvider {
  readonly clientId = 'saldo test+client'
  readonly clientSecret = 'a secret: with / and %'
  manners: Manners = {}
  /** Paths that it was asked for, oldest first. */
  readonly asked: string[] = []
  readonly #server: Server
  readonly #visits = new Map<string, Visit>()
  readonly #keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
    stranger: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }
  /** Named in the tokens; a new name is a new key as far as anybody else knows. */
  generation = 1
  #codes = 0

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status = 200, headers = {}, body }) => {
        setTimeout(() => {
          response.writeHead(status, { 'content-type': 'application/json', ...headers })
          response.end(body)
        }, this.manners.slowMs ?? 0).unref()
      })
    })
  }

  async open(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    return this
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((done) => this.#server.close(() => done()))
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** What the browser of a person with these claims brings back from the address it was sent to. */
  visit(address: string, claims: Claims): { code: string; state: string; returnUrl: string } {
    const { origin, pathname, searchParams } = new URL(address)
    if (origin !== this.issuer || pathname !== '/authorize') throw new Error(`Sent to ${address}`)
    if (searchParams.get('client_id') !== this.clientId) throw new Error('Unknown client')
    this.#codes += 1
    const code = `code ${this.#codes}`
    this.#visits.set(code, { question: searchParams, claims, used: false })
    const returnUrl = searchParams.get('redirect_uri')!
    return { code, state: searchParams.get('state')!, returnUrl }
  }

  async #answer(request: IncomingMessage) {
    const path = new URL(request.url ?? '', this.issuer).pathname
    this.asked.push(path)
    const other = this.manners.answers?.[path]
    if (other) return other
    switch (path) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          ...this.manners.metadata,
        })
      case '/keys':
        return json(200, { keys: this.#keySet() })
      case '/token':
        return this.#exchange(request, new URLSearchParams(await textOf(request)))
      default:
        return json(404, {})
    }
  }

  #exchange(request: IncomingMessage, form: URLSearchParams) {
    const visit = this.#visits.get(form.get('code') ?? '')
    const refused = (error: string) => json(400, { error })
    if (!this.#knows(request, form)) return json(401, { error: 'invalid_client' })
    if (form.get('grant_type') !== 'authorization_code') return refused('unsupported_grant_type')
    if (!visit || visit.used) return refused('invalid_grant')
    visit.used = true
    const { question, claims } = visit
    if (form.get('redirect_uri') !== question.get('redirect_uri')) return refused('invalid_grant')
    const hash = createHash('sha256').update(form.get('code_verifier') ?? '')
    const proven = hash.digest('base64url') === question.get('code_challenge')
    if (question.get('code_challenge_method') !== 'S256' || !proven) return refused('invalid_grant')
    const at = Math.floor(Date.now() / 1000)
    const told = {
      iss: this.issuer,
      aud: this.clientId,
      sub: 'subject',
      iat: at,
      exp: at + 300,
      nonce: question.get('nonce'),
      email_verified: true,
      ...claims,
      ...this.manners.claims,
    }
    return json(200, { token_type: 'Bearer', access_token: 'unused', id_token: this.#token(told) })
  }

  #knows(request: IncomingMessage, form: URLSearchParams): boolean {
    const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? []
    if (basic === undefined) {
      const given = [form.get('client_id'), form.get('client_secret')]
      return given[0] === this.clientId && given[1] === this.clientSecret
    }
    const parts = Buffer.from(basic, 'base64').toString('utf8').split(':')
    const [id, secret] = parts.map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    return id === this.clientId && secret === this.clientSecret
  }

  #token(claims: Claims): string {
    const signature = this.manners.signature ?? 'RS256'
    const named = signature === 'hmac' || signature === 'stranger' ? 'RS256' : signature
    const alg = signature === 'hmac' ? 'HS256' : named
    const head = part({ alg, typ: 'JWT', kid: `${named} ${this.generation}` })
    const body = `${head}.${part(claims)}`
    return `${body}.${this.#sign(signature, body).toString('base64url')}`
  }

  #sign(signature: Signature, body: string): Buffer {
    const bytes = Buffer.from(body)
    if (signature === 'none') return Buffer.alloc(0)
    if (signature === 'hmac') {
      const known = this.#keys.RS256.publicKey.export({ type: 'spki', format: 'pem' })
      return createHmac('sha256', known).update(bytes).digest()
    }
    const key: KeyObject = this.#keys[signature].privateKey
    if (signature === 'EdDSA') return sign(null, bytes, key)
    return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  }

  #keySet() {
    return (['RS256', 'ES256', 'EdDSA'] as const).map((alg) => ({
      ...this.#keys[alg].publicKey.export({ format: 'jwk' }),
      kid: `${alg} ${this.generation}`,
      alg,
      use: 'sig',
    }))
  }
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const json = (status: number, body: unknown) => ({
  status,
  headers: {},
  body: JSON.stringify(body),
})

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += piece
  return text
}
