import Type, { type Static, type TSchema } from 'typebox'
import Value from 'typebox/value'
import { type Refusal, refusal } from '../../kernel/refusal.ts'

export const ProviderSilent = refusal(
  'identity_provider.no_answer',
  502,
  'The directory of your organisation gave no answer that can be used. Try again in a while.',
)

const SIZE_LIMIT = 256 * 1024
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

const usualRules = { loopback: false, timeLimitMs: 5_000 }
let rules = usualRules

/** `loopback` lets a directory on this very machine be asked without encryption: for the demo mode alone. */
export function setCallRules(given: Partial<typeof usualRules>): void {
  rules = { ...usualRules, ...given }
}

/** The address when a directory may be asked there: by https, without a name and password in it. */
export function providerAddress(text: string): URL | undefined {
  if (text.length > 500 || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined
  const plain = rules.loopback && url.protocol === 'http:' && LOOPBACK.has(url.hostname)
  return url.protocol === 'https:' || plain ? url : undefined
}

const Address = Type.String({ minLength: 1, maxLength: 500 })

/** What is used of a directory's description of itself (OpenID Connect Discovery 1.0, section 3). */
export const Metadata = Type.Object({
  issuer: Address,
  authorization_endpoint: Address,
  token_endpoint: Address,
  jwks_uri: Address,
  token_endpoint_auth_methods_supported: Type.Optional(Type.Array(Type.String())),
})
export type Metadata = Static<typeof Metadata>

export const KeySet = Type.Object({
  keys: Type.Array(Type.Object({ kty: Type.String() }), { maxItems: 100 }),
})

export const TokenAnswer = Type.Object({ id_token: Type.String({ minLength: 1 }) })

/**
 * Asks a directory and reads its answer: in five seconds, of at most 256 KiB, from this very address and no other
 * that it would send us to.
 * @throws ProviderSilent, and `refused` when the directory finds fault with the request
 */
export async function askProvider<Schema extends TSchema>(
  address: string,
  schema: Schema,
  request: {
    readonly headers?: Record<string, string>
    readonly body?: URLSearchParams
    readonly refused?: () => Refusal
  } = {},
): Promise<Static<Schema>> {
  const { headers, body, refused = ProviderSilent } = request
  const url = providerAddress(address)
  if (!url) throw ProviderSilent()
  const { status, text } = await exchange(url, {
    method: body ? 'POST' : 'GET',
    headers: { accept: 'application/json', ...headers },
    ...(body && { body }),
  })
  if (status >= 400 && status < 500) throw refused()
  const answer = status === 200 ? parsed(text) : undefined
  if (!Value.Check(schema, answer)) throw ProviderSilent()
  return answer
}

/** Whatever goes wrong on the way: the caller is told no more than that nothing came. */
async function exchange(url: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const signal = AbortSignal.timeout(rules.timeLimitMs)
    const response = await fetch(url, { ...init, redirect: 'error', signal })
    return { status: response.status, text: await bounded(response) }
  } catch {
    throw ProviderSilent()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of an answer, of which no more is read than we allow, whatever its head says. */
async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > SIZE_LIMIT) throw new Error('The answer is too long.')
    parts.push(part)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}
