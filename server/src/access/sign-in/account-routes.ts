import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { reading, transaction } from '../../db/index.ts'
import type { Http } from '../../http/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { IdText } from '../../kernel/schemas.ts'
import {
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
} from '../factors/authenticator.ts'
import { PasskeyMade, PasskeyQuestion } from '../factors/passkey-schemas.ts'
import { addPasskey, beginPasskey, removePasskey } from '../factors/passkeys.ts'
import { renewRecoveryCodes } from '../factors/recovery-codes.ts'
import { Language, Name, SessionOfPerson, sessionView } from '../people/people-view.ts'
import { endSession, openSessions } from '../people/person-sessions.ts'
import type { Web } from '../web.ts'
import { changeAccount, endOwnSessions, readAccount } from './account.ts'
import { stationeryOf } from './letters.ts'
import { NewPassword } from './link-routes.ts'
import { csrfOf } from './session.ts'
import { changePassword } from './set-password.ts'
import { enter } from './sign-in.ts'

const Time = Type.String({ format: 'date-time' })
const AccountView = Type.Object({
  name: Type.String(),
  email: Type.String(),
  language: Type.String(),
  authenticator: Type.Boolean(),
  passkeys: Type.Array(
    Type.Object({
      id: IdText<'passkey'>(),
      name: Type.String(),
      createdAt: Time,
      lastUsedAt: Type.Union([Time, Type.Null()]),
    }),
  ),
  recoveryCodes: Type.Integer(),
  factorRequired: Type.Boolean(),
  sessions: Type.Array(SessionOfPerson),
})

/** A new factor: recovery codes when there were none, and the csrf token to go on with. */
const FactorAdded = Type.Object({
  recoveryCodes: Type.Union([Type.Array(Type.String()), Type.Null()]),
  csrfToken: Type.String(),
})
const Done = { 204: Type.Null() }

/** What everybody does with their own access: password, second factors, sessions. */
export function accountRoutes(app: Http, web: Web): void {
  /** Whoever had to set up a factor before anything else is signed in by it. */
  const added = async (
    request: FastifyRequest,
    reply: FastifyReply,
    recoveryCodes: string[] | null,
  ) => {
    const { actor, session } = request
    if (session.stage === 'open') return { recoveryCodes, csrfToken: session.csrfToken }
    const { email, language } = session
    const person = { ...actor, id: actor.id as Id<'person'>, email, language }
    const ends = Buffer.from(actor.sessionId ?? '', 'hex')
    const token = await enter(person, 'open', web.place(request, reply), ends)
    web.keep(reply, token)
    return { recoveryCodes, csrfToken: csrfOf(token) }
  }

  app.get(
    '/account',
    {
      config: { permission: 'signed_in' },
      schema: { summary: 'The own access: factors and sessions', response: { 200: AccountView } },
    },
    async ({ actor, session }) => {
      const { factors, passkeys } = await readAccount(actor)
      const sessions = await reading(actor, (db) => openSessions(db, actor, ownId(actor)))
      return {
        name: actor.name,
        email: session.email,
        language: session.language,
        authenticator: factors.authenticator,
        passkeys: passkeys.map(({ id, name, created_at, last_used_at }) => ({
          id,
          name,
          createdAt: created_at.toISOString(),
          lastUsedAt: last_used_at?.toISOString() ?? null,
        })),
        recoveryCodes: factors.recoveryCodes,
        factorRequired: factors.required,
        sessions: sessions.map(sessionView),
      }
    },
  )

  app.patch(
    '/account',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Change the own name or language',
        body: Type.Object(
          { name: Type.Optional(Name), language: Type.Optional(Language) },
          { additionalProperties: false },
        ),
        response: Done,
      },
    },
    async ({ actor, body }, reply) => {
      await changeAccount(actor, body)
      return reply.status(204).send(null)
    },
  )

  app.put(
    '/account/password',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Change the own password; the other sessions end',
        body: Type.Object(
          { current: NewPassword, password: NewPassword },
          { additionalProperties: false },
        ),
        response: Done,
      },
    },
    async (request, reply) => {
      const { actor, session, body } = request
      await changePassword(actor, session.email, body, web.from(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/account/authenticator',
    {
      config: { permission: 'signed_in', stepUp: true, whileEnrolling: true },
      schema: {
        summary: 'Begin to set up an authenticator app',
        response: { 200: Type.Object({ key: Type.String(), address: Type.String() }) },
      },
    },
    async (request) => {
      const { letterhead } = await stationeryOf(request.actor.tenantId, web.from(request).origin)
      return beginAuthenticator(request.actor, request.session.email, letterhead.brand)
    },
  )

  app.post(
    '/account/authenticator/confirm',
    {
      config: { permission: 'signed_in', whileEnrolling: true },
      schema: {
        summary: 'End the set-up of an authenticator app with its first code',
        body: Type.Object(
          { code: Type.String({ minLength: 6, maxLength: 6 }) },
          { additionalProperties: false },
        ),
        response: { 200: FactorAdded },
      },
    },
    async (request, reply) => {
      const { actor, body } = request
      const codes = await confirmAuthenticator(actor, body.code, web.from(request))
      return added(request, reply, codes)
    },
  )

  app.delete(
    '/account/authenticator',
    {
      config: { permission: 'signed_in', stepUp: true },
      schema: { summary: 'Remove the own authenticator app', response: Done },
    },
    async (request, reply) => {
      await removeAuthenticator(request.actor, web.from(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/account/passkeys/question',
    {
      config: { permission: 'signed_in', stepUp: true, whileEnrolling: true },
      schema: {
        summary: 'What a browser needs to make a passkey',
        response: { 200: PasskeyQuestion },
      },
    },
    async (request) => {
      const { origin } = web.from(request)
      const { letterhead } = await stationeryOf(request.actor.tenantId, origin)
      const { email } = request.session
      return { ...(await beginPasskey(request.actor, email, { origin, brand: letterhead.brand })) }
    },
  )

  app.post(
    '/account/passkeys',
    {
      config: { permission: 'signed_in', whileEnrolling: true },
      schema: {
        summary: 'Keep a passkey that the browser has made',
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 300 }), answer: PasskeyMade },
          { additionalProperties: false },
        ),
        response: { 200: FactorAdded },
      },
    },
    async (request, reply) => {
      const { actor, body } = request
      const codes = await addPasskey(actor, body.answer, body.name, web.from(request))
      return added(request, reply, codes)
    },
  )

  app.delete(
    '/account/passkeys/:id',
    {
      config: { permission: 'signed_in', stepUp: true },
      schema: {
        summary: 'Remove an own passkey',
        params: Type.Object({ id: IdText<'passkey'>() }),
        response: Done,
      },
    },
    async (request, reply) => {
      await removePasskey(request.actor, request.params.id, web.from(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/account/recovery-codes',
    {
      config: { permission: 'signed_in', stepUp: true },
      schema: {
        summary: 'Ten new recovery codes, shown once; those before stop working',
        response: { 200: Type.Object({ recoveryCodes: Type.Array(Type.String()) }) },
      },
    },
    async (request) => ({
      recoveryCodes: await renewRecoveryCodes(request.actor, web.from(request)),
    }),
  )

  app.delete(
    '/account/sessions',
    {
      config: { permission: 'signed_in' },
      schema: { summary: 'End all own sessions but this one', response: Done },
    },
    async ({ actor }, reply) => {
      await endOwnSessions(actor)
      return reply.status(204).send(null)
    },
  )

  app.delete(
    '/account/sessions/:id',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'End one of the own sessions',
        params: Type.Object({ id: IdText<'session'>() }),
        response: Done,
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => endSession(tx, actor, ownId(actor), params.id))
      return reply.status(204).send(null)
    },
  )
}

const ownId = ({ id }: { readonly id: string }) => id as Id<'person'>
