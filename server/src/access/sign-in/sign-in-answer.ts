import type { FastifyReply } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Web } from '../web.ts'
import { csrfOf, type Session } from './session.ts'
import type { SessionView } from './session-view.ts'
import type { SignIn } from './sign-in.ts'

/** `visit` is the mark of a visit that the browser keeps; see visit.ts. */
export type Describe = (session: Session, visit?: string) => Promise<Static<typeof SessionView>>

/** What is still to be done: a second factor to be shown, or to be set up. The csrf token is for those steps. */
export const NextStep = Type.Object({
  next: Type.Enum(['factor', 'enrolment']),
  csrfToken: Type.String(),
  factors: Type.Object({
    authenticator: Type.Boolean(),
    passkey: Type.Boolean(),
    recovery: Type.Boolean(),
  }),
})

/** How sign-ins are answered: the token goes into the browser, and nothing but what the console shows beside it. */
export function signInAnswers(web: Web, describe: Describe) {
  const welcome = (
    reply: FastifyReply,
    { token, session }: { token: string; session: Session },
  ) => {
    web.keep(reply, token)
    reply.status(201)
    return describe(session)
  }
  const step = (reply: FastifyReply, signIn: SignIn) => {
    if (signIn.stage === 'open') return welcome(reply, signIn)
    const { authenticator, passkeys, recoveryCodes } = signIn.factors
    web.keep(reply, signIn.token)
    reply.status(202)
    return {
      next: signIn.stage,
      csrfToken: csrfOf(signIn.token),
      factors: { authenticator, passkey: passkeys > 0, recovery: recoveryCodes > 0 },
    }
  }
  return { welcome, step }
}
