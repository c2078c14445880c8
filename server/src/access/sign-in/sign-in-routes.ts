import Type from 'typebox'
import type { Http } from '../../http/index.ts'
import { PasskeyAnswer, PasskeyQuestion } from '../factors/passkey-schemas.ts'
import {
  askPasskey,
  finishWithPasskey,
  secondOccasion,
  signInWithPasskey,
} from '../factors/passkey-sign-in.ts'
import { visitMarkOf } from '../visit.ts'
import { headerOf, tokenOf, type Web } from '../web.ts'
import { finishWithCode, waitingSignIn } from './second-step.ts'
import { sessionOf, signOut } from './session.ts'
import { SessionView } from './session-view.ts'
import { signIn } from './sign-in.ts'
import { type Describe, NextStep, signInAnswers } from './sign-in-answer.ts'
import { confirmSession } from './step-up.ts'

const SignInRequest = Type.Object(
  {
    email: Type.String({ minLength: 3, maxLength: 254 }),
    password: Type.String({ minLength: 1, maxLength: 1_000 }),
  },
  { additionalProperties: false },
)

const Code = Type.String({ minLength: 6, maxLength: 40 })
const Kind = Type.Enum(['authenticator', 'recovery'])
const GivenCode = Type.Object({ kind: Kind, code: Code }, { additionalProperties: false })

/** Sign-in in its steps, the session that comes of it, and sign-out. */
export function signInRoutes(app: Http, web: Web, describe: Describe): void {
  const { welcome, step } = signInAnswers(web, describe)

  app.post(
    '/sessions',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Sign in with e-mail address and password; 202 when a second factor comes next',
        body: SignInRequest,
        response: { 201: SessionView, 202: NextStep },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      return step(reply, await signIn(email, password, web.place(request, reply)))
    },
  )

  app.post(
    '/sessions/code',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'End a sign-in with a code of the authenticator app or a recovery code',
        body: GivenCode,
        response: { 201: SessionView },
      },
    },
    async (request, reply) => {
      const place = web.place(request, reply)
      const waiting = await waitingSignIn(tokenOf(request), headerOf(request, 'saldo-csrf'))
      return welcome(reply, await finishWithCode(waiting, request.body, place))
    },
  )

  app.post(
    '/sessions/passkey-question',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'What to ask a passkey: alone, or as the second factor of a sign-in',
        body: Type.Object({ second: Type.Boolean() }, { additionalProperties: false }),
        response: { 200: PasskeyQuestion },
      },
    },
    async (request) => {
      const { origin } = web.from(request)
      if (!request.body.second) return { ...(await askPasskey('passwordless', origin)) }
      const waiting = await waitingSignIn(tokenOf(request), headerOf(request, 'saldo-csrf'))
      const owner = { tenantId: waiting.token.tenantId, id: waiting.id }
      return { ...(await askPasskey(secondOccasion(waiting), origin, owner)) }
    },
  )

  app.post(
    '/sessions/passkey',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Sign in with a passkey, alone or as the second factor',
        body: Type.Object(
          { second: Type.Boolean(), answer: PasskeyAnswer },
          { additionalProperties: false },
        ),
        response: { 201: SessionView },
      },
    },
    async (request, reply) => {
      const place = web.place(request, reply)
      const { second, answer } = request.body
      if (!second) return welcome(reply, await signInWithPasskey(answer, place))
      const waiting = await waitingSignIn(tokenOf(request), headerOf(request, 'saldo-csrf'))
      return welcome(reply, await finishWithPasskey(waiting, answer, place))
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
    async (request) => describe(await sessionOf(tokenOf(request)), visitMarkOf(request)),
  )

  app.delete(
    '/session',
    {
      config: { permission: 'signed_in', whileEnrolling: true },
      schema: { summary: 'Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await signOut(tokenOf(request)!)
      web.forget(reply)
      reply.status(204)
      return null
    },
  )

  app.post(
    '/session/passkey-question',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'What to ask a passkey that confirms who is there',
        response: { 200: PasskeyQuestion },
      },
    },
    async (request) => {
      const { actor } = request
      const owner = { tenantId: actor.tenantId, id: actor.id as never }
      const occasion = `confirm ${actor.sessionId ?? ''}` as const
      return { ...(await askPasskey(occasion, web.from(request).origin, owner)) }
    },
  )

  app.post(
    '/session/confirm',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary:
          'Confirm who is there before a risky act: by password, code or passkey, for ten minutes',
        body: Type.Union([
          Type.Object(
            { kind: Type.Literal('password'), password: SignInRequest.properties.password },
            { additionalProperties: false },
          ),
          GivenCode,
          Type.Object(
            { kind: Type.Literal('passkey'), answer: PasskeyAnswer },
            { additionalProperties: false },
          ),
        ]),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { actor, session, body } = request
      await confirmSession(actor, session.email, body, web.from(request))
      return reply.status(204).send(null)
    },
  )
}
