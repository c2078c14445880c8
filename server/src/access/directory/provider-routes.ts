import Type from 'typebox'
import { reading, transaction } from '../../db/index.ts'
import type { Http } from '../../http/index.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { SessionView } from '../sign-in/session-view.ts'
import { type Describe, NextStep, signInAnswers } from '../sign-in/sign-in-answer.ts'
import { requireWholeTenant } from '../tenant-settings.ts'
import type { Web } from '../web.ts'
import { providerSettings, removeProvider, setProvider } from './identity-provider.ts'
import { ProviderSilent, providerAddress } from './provider-calls.ts'
import { beginAtProvider, finishAtProvider, returnUrl } from './provider-sign-in.ts'
import { describeProvider } from './provider-tokens.ts'

export const IssuerUnusable = refusal(
  'identity_provider.issuer_unusable',
  400,
  'Under this address no directory describes itself by this name. It begins with https and is the issuer that the directory names.',
)

const settings = {
  issuer: Type.String({ minLength: 1, maxLength: 255 }),
  clientId: Type.String({ minLength: 1, maxLength: 255 }),
  names: Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { minItems: 1, maxItems: 10 }),
  secondFactor: Type.Boolean(),
}

/** Sign-in by way of a tenant's own directory (OpenID Connect), and what the tenant says of it. */
export function providerRoutes(app: Http, web: Web, describe: Describe): void {
  const { step } = signInAnswers(web, describe)

  app.post(
    '/sessions/provider/begin',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Begin to sign in with the directory of an organisation; answers where to go',
        body: Type.Object(
          {
            organisation: Type.String({
              minLength: 1,
              maxLength: 254,
              pattern: '^[^\\u0000-\\u001f\\u007f]+$',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ address: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { origin } = web.from(request)
      const { errand, address } = await beginAtProvider(request.body.organisation, origin)
      web.sendOff(reply, errand)
      return { address }
    },
  )

  app.post(
    '/sessions/provider',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Sign in with what the directory gave; 202 when a second factor comes next',
        body: Type.Object(
          {
            state: Type.String({ minLength: 1, maxLength: 200 }),
            code: Type.String({ minLength: 1, maxLength: 4_000 }),
            iss: Type.Optional(Type.String({ maxLength: 500 })),
          },
          { additionalProperties: false },
        ),
        response: { 201: SessionView, 202: NextStep },
      },
    },
    async (request, reply) => {
      // Taken back whatever comes: what went wrong begins again.
      const errand = web.takeBack(request, reply)
      return step(reply, await finishAtProvider(request.body, errand, web.place(request, reply)))
    },
  )

  app.get(
    '/tenant/identity-provider',
    {
      config: { permission: 'tenant.configure' },
      schema: {
        summary: 'The directory with which the people of the tenant sign in; never its secret',
        response: {
          200: Type.Object({
            provider: Type.Optional(Type.Object(settings)),
            /** What the directory must be told as the address to send people back to. */
            returnUrl: Type.String(),
          }),
        },
      },
    },
    async (request) => {
      const { actor } = request
      const provider = await reading(actor, (db) => providerSettings(db, actor.tenantId))
      return {
        ...(provider && { provider: { ...provider, names: [...provider.names] } }),
        returnUrl: returnUrl(web.from(request).origin),
      }
    },
  )

  app.put(
    '/tenant/identity-provider',
    {
      config: { permission: 'tenant.configure', stepUp: true },
      schema: {
        summary: 'Let the people of the tenant sign in with its directory',
        body: Type.Object(
          {
            ...settings,
            clientSecret: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
          },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, session, body }, reply) => {
      await requireUsable(actor, body.issuer)
      await transaction(actor, (tx) => setProvider(tx, actor, session.email, body))
      return reply.status(204).send(null)
    },
  )

  app.delete(
    '/tenant/identity-provider',
    {
      config: { permission: 'tenant.configure', stepUp: true },
      schema: {
        summary: 'End the sign-in with the directory of the tenant',
        response: { 204: Type.Null() },
      },
    },
    async ({ actor }, reply) => {
      await transaction(actor, (tx) => removeProvider(tx, actor))
      return reply.status(204).send(null)
    },
  )
}

/** Refuses an issuer before people are sent there: one that answers to this name, all of it by https. */
async function requireUsable(actor: Actor, issuer: string): Promise<void> {
  requireWholeTenant(actor)
  const unusable = () =>
    IssuerUnusable({}, { errors: [{ pointer: '/issuer', code: IssuerUnusable.code }] })
  if (providerAddress(issuer)?.search !== '') throw unusable()
  const metadata = await describeProvider(issuer).catch((fault: unknown) => {
    throw ProviderSilent.is(fault) ? unusable() : fault
  })
  const { authorization_endpoint, token_endpoint, jwks_uri } = metadata
  const addresses = [authorization_endpoint, token_endpoint, jwks_uri]
  if (!addresses.every(providerAddress)) throw unusable()
}
