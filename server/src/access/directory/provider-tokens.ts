import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { createCache } from '../../kernel/cache.ts'
import { now } from '../../kernel/clock.ts'
import { refusal } from '../../kernel/refusal.ts'
import { normalEmail } from '../people/person.ts'
import { sameHash, sha256 } from '../token.ts'
import type { Provider } from './identity-provider.ts'
import { askProvider, KeySet, Metadata, ProviderSilent, TokenAnswer } from './provider-calls.ts'

export const ProviderRefused = refusal(
  'identity_provider.refused',
  401,
  'The sign-in by way of your organisation did not work. Begin again.',
)
export const EmailUnverified = refusal(
  'identity_provider.email_unverified',
  403,
  'The directory of your organisation does not vouch for your e-mail address. Ask whoever runs it.',
)

/** Signatures of a public key alone: with a shared one, whoever knows the public key could sign. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA']
const CLOCK_SECONDS = 60
const TEN_MINUTES_MS = 10 * 60_000

const described = createCache<Metadata>({ max: 1_000, maxAgeMs: TEN_MINUTES_MS })
const keySets = createCache<ReturnType<typeof createLocalJWKSet>>({
  max: 1_000,
  maxAgeMs: TEN_MINUTES_MS,
})
// A key that nobody knows makes us read the keys anew, and no oftener: a flood of them is no flood there.
const renewed = createCache<ReturnType<typeof createLocalJWKSet>>({ max: 1_000, maxAgeMs: 60_000 })

/** How a directory describes itself, kept for ten minutes. @throws ProviderSilent */
export function describeProvider(issuer: string): Promise<Metadata> {
  return described.get(issuer, async () => {
    const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer
    const metadata = await askProvider(`${base}/.well-known/openid-configuration`, Metadata)
    // Another name would make the tokens of another directory good here.
    if (metadata.issuer !== issuer) throw ProviderSilent()
    return metadata
  })
}

/**
 * Exchanges the code that somebody brings for the token that says who they are. The directory gives it once, to who
 * knows our secret and the text whose hash began this sign-in (RFC 7636).
 * @throws ProviderRefused, ProviderSilent
 */
export async function redeemCode(
  provider: Provider,
  given: { readonly code: string; readonly verifier: string; readonly returnUrl: string },
): Promise<string> {
  const metadata = await describeProvider(provider.issuer)
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.returnUrl,
    code_verifier: given.verifier,
  })
  const { clientId, clientSecret } = provider
  const refused = ProviderRefused
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  if (methods.includes('client_secret_basic')) {
    // RFC 6749, section 2.3.1: both parts are encoded as in a form before they are joined.
    const pair = [clientId, clientSecret].map((part) => new URLSearchParams([['', part]]))
    const text = pair.map((part) => part.toString().slice(1)).join(':')
    const authorization = `Basic ${Buffer.from(text).toString('base64')}`
    const asked = { headers: { authorization }, body, refused }
    return (await askProvider(metadata.token_endpoint, TokenAnswer, asked)).id_token
  }
  body.set('client_id', clientId)
  body.set('client_secret', clientSecret)
  return (await askProvider(metadata.token_endpoint, TokenAnswer, { body, refused })).id_token
}

/**
 * The e-mail address that an ID token vouches for, in its normal form: signed by a key of this directory, for us, for
 * the sign-in with this nonce, and not expired (OpenID Connect Core 1.0, section 3.1.3.7).
 * @throws ProviderRefused, EmailUnverified, ProviderSilent
 */
export async function emailOf(
  idToken: string,
  provider: Pick<Provider, 'issuer' | 'clientId'>,
  nonce: string,
): Promise<string> {
  const claims = await verified(idToken, provider)
  const given = typeof claims.nonce === 'string' ? claims.nonce : ''
  if (!sameHash(sha256(given), sha256(nonce))) throw ProviderRefused()
  const forSeveral = Array.isArray(claims.aud) && claims.aud.length > 1
  if ((forSeveral || claims.azp !== undefined) && claims.azp !== provider.clientId) {
    throw ProviderRefused()
  }
  const email = typeof claims.email === 'string' ? normalEmail(claims.email) : undefined
  if (email === undefined || claims.email_verified !== true) throw EmailUnverified()
  return email
}

async function verified(
  idToken: string,
  { issuer, clientId }: Pick<Provider, 'issuer' | 'clientId'>,
): Promise<JWTPayload> {
  const { jwks_uri } = await describeProvider(issuer)
  const check = async (keys: ReturnType<typeof createLocalJWKSet>) => {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      currentDate: now(),
      clockTolerance: CLOCK_SECONDS,
      maxTokenAge: TEN_MINUTES_MS / 1_000,
    })
    return payload
  }
  const read = async () => createLocalJWKSet(await askProvider(jwks_uri, KeySet))
  try {
    const known = await keySets.get(jwks_uri, read)
    return await check(known).catch((fault: unknown) => {
      if (!(fault instanceof errors.JWKSNoMatchingKey)) throw fault
      keySets.forget(jwks_uri)
      return keySets.get(jwks_uri, () => renewed.get(jwks_uri, read)).then(check)
    })
  } catch (fault) {
    if (fault instanceof errors.JOSEError) throw ProviderRefused()
    throw fault
  }
}
