import { createHash } from 'node:crypto'
import { transaction } from '../../db/index.ts'
import { refusal } from '../../kernel/refusal.ts'
import { spend } from '../factors/passkey-challenge.ts'
import { stageAfterPassword } from '../factors/second-factor.ts'
import { goOn, type Place, type SignIn } from '../sign-in/sign-in.ts'
import { findPerson } from '../sign-in/sign-in-name.ts'
import { countAttempt, forgiveAttempts } from '../sign-in/throttle.ts'
import { sameHash, sha256 } from '../token.ts'
import { newErrand, readErrand, secretsOf } from './errand.ts'
import { providerNamed, providerOf } from './identity-provider.ts'
import { ProviderSilent, providerAddress } from './provider-calls.ts'
import { describeProvider, emailOf, ProviderRefused, redeemCode } from './provider-tokens.ts'

export const NobodyHere = refusal(
  'identity_provider.nobody',
  403,
  'Your organisation knows you, but nobody with your e-mail address has access here. Ask an administrator to invite you.',
)

/** Where a directory sends people back to. It must be told to the directory beforehand. */
export const returnUrl = (origin: string) => `${origin}/console/sign-in`

/**
 * Sends somebody to the directory of their organisation, which is named by their e-mail address or its short name.
 * The errand is for an HttpOnly cookie; the address holds what follows from it.
 * @throws ProviderUnknown, ProviderSilent
 */
export async function beginAtProvider(
  name: string,
  origin: string,
): Promise<{ errand: string; address: string }> {
  const provider = await providerNamed(name)
  const { authorization_endpoint } = await describeProvider(provider.issuer)
  // The browser goes there: a directory must not make it run a script or leave encryption.
  const address = providerAddress(authorization_endpoint)
  if (!address) throw ProviderSilent()
  const errand = newErrand(provider.tenantId)
  const { state, nonce, verifier } = secretsOf(errand, provider)
  const question = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: returnUrl(origin),
    scope: 'openid email',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(name.includes('@') && { login_hint: name.trim() }),
  }
  for (const [key, value] of Object.entries(question)) address.searchParams.set(key, value)
  return { errand: errand.text, address: address.href }
}

/** What the directory gave the browser to bring back. */
export type Brought = { readonly state: string; readonly code: string; readonly iss?: string }

/**
 * Signs in whom the tenant's directory vouches for: an active person of that very tenant, by a verified e-mail
 * address. It makes nobody and gives no right. What is brought must belong to the errand of this browser, and counts
 * once. The second factor is asked for as after a password, unless the tenant says that its directory does so.
 * @throws ProviderRefused, EmailUnverified, NobodyHere, ProviderSilent, SignInLocked
 */
export async function finishAtProvider(
  brought: Brought,
  cookie: string | undefined,
  place: Place,
): Promise<SignIn> {
  const errand = readErrand(cookie)
  if (!errand) throw ProviderRefused()
  const provider = await providerOf(errand.tenantId)
  if (!provider) throw ProviderRefused()
  const { state, nonce, verifier } = secretsOf(errand, provider)
  if (!sameHash(sha256(state), sha256(brought.state))) throw ProviderRefused()
  // RFC 9207: a directory that names itself must be the one that was asked.
  if (brought.iss !== undefined && brought.iss !== provider.issuer) throw ProviderRefused()
  // Each errand has its own name here, so that failures count for where they come from and lock nobody out.
  const counted = `provider\n${sha256(errand.text).toString('hex')}`
  await countAttempt(counted, place.source)
  const first = await transaction(errand, (tx) =>
    spend(tx, errand.tenantId, errand.text, errand.expiresAt),
  )
  if (!first) throw ProviderRefused()
  const given = { code: brought.code, verifier, returnUrl: returnUrl(place.origin) }
  const email = await emailOf(await redeemCode(provider, given), provider, nonce)
  const person = await findPerson(email)
  if (person?.tenantId !== errand.tenantId || person.status !== 'active') throw NobodyHere()
  const step = await goOn(person, place, (factors) =>
    // How long the password is does not matter to who did not use it.
    provider.secondFactor ? 'open' : stageAfterPassword({ ...factors, passwordShort: false }),
  )
  await forgiveAttempts(counted, place.source)
  return step
}
