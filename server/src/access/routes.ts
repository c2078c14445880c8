import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { type Http, NotFound } from '../http/index.ts'
import { CommodityName } from '../kernel/schemas.ts'
import { guard } from './guard.ts'
import { type NameReaches, peopleRoutes } from './people-routes.ts'
import { roleRoutes } from './role-routes.ts'
import { requireCsrf, type Session, sessionOf, signOut } from './session.ts'
import { signIn } from './sign-in.ts'

const SessionView = Type.Object({
  person: Type.Object({ name: Type.String(), email: Type.String() }),
  tenant: Type.Object({ id: Type.String(), name: Type.String() }),
  csrfToken: Type.String(),
  permissions: Type.Array(Type.String()),
  utilities: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
      timeZone: Type.String(),
      commodities: Type.Array(CommodityName),
    }),
  ),
})
export type SessionView = Static<typeof SessionView>

const SignInRequest = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 1_000 }),
  },
  { additionalProperties: false },
)

export interface ConsoleOptions {
  /** Whether the console is reached by https: then the cookie is kept to it. */
  readonly secure: boolean
  /** What the console shows of a session; it knows tenants, which this module does not. */
  readonly describe: (session: Session) => Promise<SessionView>
  /** What the utilities and vendors are called that roles reach; this module knows neither. */
  readonly nameReaches: NameReaches
}

/** Lets a signed-in person through; a request that changes something must come from the person's own page. */
export async function guardConsole(request: FastifyRequest): Promise<void> {
  await guard(request, async () => {
    const session = await sessionOf(tokenOf(request))
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      requireCsrf(session, headerOf(request, 'saldo-csrf'))
    }
    return session.actor
  })
}

/** Sign-in and sign-out of the console, its people and their roles. The session token lives in a cookie that no script can read. */
export function accessRoutes({ secure, describe, nameReaches }: ConsoleOptions) {
  const name = secure ? '__Host-saldo' : 'saldo'
  const cookie = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const

  return async (app: Http): Promise<void> => {
    app.addHook('onRequest', refuseOtherSites)
    app.addHook('preValidation', guardConsole)
    peopleRoutes(app, nameReaches)
    roleRoutes(app)

    app.post(
      '/sessions',
      {
        config: { permission: 'public' },
        schema: {
          summary: 'Sign in with e-mail address and password',
          body: SignInRequest,
          response: { 201: SessionView },
        },
      },
      async ({ body, ip }, reply) => {
        const { token, session } = await signIn(body.email, body.password, ip)
        reply.setCookie(name, token, cookie)
        reply.status(201)
        return describe(session)
      },
    )

    app.get(
      '/session',
      {
        config: { permission: 'signed_in' },
        schema: {
          summary: 'Who is signed in, and what they may do',
          response: { 200: SessionView },
        },
      },
      async (request) => describe(await sessionOf(tokenOf(request))),
    )

    app.delete(
      '/session',
      {
        config: { permission: 'signed_in' },
        schema: { summary: 'Sign out', response: { 204: Type.Null() } },
      },
      async (request, reply) => {
        await signOut(tokenOf(request)!)
        leave(reply)
        return null
      },
    )
  }

  function leave(reply: FastifyReply): void {
    reply.clearCookie(name, cookie)
    reply.status(204)
  }
}

/** Another site's page may not even try: the browser says where a request comes from. */
async function refuseOtherSites(request: FastifyRequest): Promise<void> {
  const site = headerOf(request, 'sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw NotFound()
}

function tokenOf(request: FastifyRequest): string | undefined {
  return request.cookies['__Host-saldo'] ?? request.cookies.saldo
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
