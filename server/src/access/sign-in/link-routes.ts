import Type from 'typebox'
import type { Http } from '../../http/index.ts'
import type { Web } from '../web.ts'
import { forgotPassword } from './forgot.ts'
import { openLink, setPasswordByLink } from './set-password.ts'

// In the body and never in an address: addresses stand in logs and are told to other sites.
const LinkText = Type.String({ minLength: 1, maxLength: 200 })
export const NewPassword = Type.String({ minLength: 1, maxLength: 1_000 })

/** What the letters of the sign-in lead to. Nobody is signed in yet. */
export function linkRoutes(app: Http, web: Web): void {
  app.post(
    '/password/forgot',
    {
      config: { permission: 'public' },
      schema: {
        summary:
          'Ask for a letter by which to choose a new password; the answer is the same for all',
        body: Type.Object(
          { email: Type.String({ minLength: 3, maxLength: 254 }) },
          { additionalProperties: false },
        ),
        response: { 202: Type.Null() },
      },
    },
    async (request, reply) => {
      const { source, origin } = web.from(request)
      await forgotPassword(request.body.email, source, origin)
      return reply.status(202).send(null)
    },
  )

  app.post(
    '/links/open',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Whose link of a letter this is, and what it is for',
        body: Type.Object({ link: LinkText }, { additionalProperties: false }),
        response: {
          200: Type.Object({
            purpose: Type.Enum(['invitation', 'password_reset']),
            name: Type.String(),
            email: Type.String(),
            shortest: Type.Integer(),
          }),
        },
      },
    },
    async (request) => {
      const { purpose, name, email, shortest } = await openLink(request.body.link, request.ip)
      return { purpose, name, email, shortest }
    },
  )

  app.post(
    '/links/password',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Choose a password by the link of a letter, which works once',
        body: Type.Object(
          { link: LinkText, password: NewPassword },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ email: Type.String() }) },
      },
    },
    async (request) => {
      const { link, password } = request.body
      return setPasswordByLink(link, password, web.from(request))
    },
  )
}
