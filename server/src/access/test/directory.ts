import type { World } from '../../../test/harness.ts'
import { OidcProvider } from '../../../test/oidc-provider.ts'
import type { Browser } from './browser.ts'
import { type AtConsole, personAtConsole } from './console.ts'

/** A tenant's directory, the administrator who has set it up, and people who sign in by way of it. */
export async function withDirectory(place: World) {
  const directory = await new OidcProvider().open()
  const boss = await personAtConsole(place, ['Tenant administrator'])
  const settings = (change: object = {}) => ({
    issuer: directory.issuer,
    clientId: directory.clientId,
    clientSecret: directory.clientSecret,
    names: ['harbour'],
    secondFactor: false,
    ...change,
  })
  const setUp = (who: AtConsole, change: object = {}) =>
    who.ask('PUT', '/tenant/identity-provider', settings(change))
  const first = await setUp(boss)
  if (first.status !== 204) throw new Error(JSON.stringify(first.body))

  const begin = (from: Browser, organisation = 'harbour') =>
    from.ask('POST', '/sessions/provider/begin', { organisation })
  const give = (from: Browser, brought: object) => from.ask('POST', '/sessions/provider', brought)
  /** Somebody's browser at the directory and back: what it brings, not yet given. */
  const sent = async (from: Browser, email: string, claims: object = {}) => {
    const { status, body } = await begin(from)
    if (status !== 200) throw new Error(JSON.stringify(body))
    const { code, state } = directory.visit(body.address, { email, ...claims })
    return { code, state }
  }
  const comeIn = async (from: Browser, email: string, claims: object = {}) =>
    give(from, await sent(from, email, claims))
  return { directory, boss, settings, setUp, begin, sent, give, comeIn }
}

export const codeOf = (answer: { body: { code?: string } }) => answer.body.code
