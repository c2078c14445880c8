import Type from 'typebox'
import { reading, transaction } from '../db/index.ts'
import type { Http } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import {
  LogoTooLarge,
  LogoUnusable,
  MOST_BYTES,
  readLogo,
  removeLogo,
  setLogo,
  takeInLogo,
} from './logo.ts'
import { readUtilityInReach } from './utility.ts'
import { LogoThemeName } from './utility-view.ts'

const LogoKey = Type.Object({ id: IdText<'utility'>(), theme: LogoThemeName })
/** Four letters carry three bytes. One more byte than is taken, so that a file just too large is told so. */
const MOST_LETTERS = Math.ceil((MOST_BYTES + 1) / 3) * 4

/** The logos of a utility. What is given out was decoded and written anew, and no browser may run it. */
export function logoRoutes(app: Http): void {
  app.get(
    '/utilities/:id/logos/:theme',
    {
      config: { permission: 'utility.read' },
      schema: { summary: 'The logo of a utility for the light or the dark', params: LogoKey },
    },
    async ({ actor, params }, reply) => {
      const logo = await reading(actor, async (db) => {
        await readUtilityInReach(db, actor, params.id)
        return readLogo(db, actor, params.id, params.theme)
      })
      return reply
        .header('content-security-policy', "default-src 'none'; style-src 'none'; sandbox")
        .header('content-disposition', 'inline; filename="logo"')
        .header('cross-origin-resource-policy', 'same-origin')
        .type(logo.mediaType)
        .send(logo.content)
    },
  )

  app.put(
    '/utilities/:id/logos/:theme',
    {
      bodyLimit: MOST_LETTERS + 1_024,
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Set the logo of a utility: a PNG, or an SVG of plain shapes',
        params: LogoKey,
        body: Type.Object(
          { image: Type.String({ description: 'The file in base64.', maxLength: MOST_LETTERS }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const logo = takeInLogo(bytesOf(body.image))
      await transaction(actor, (tx) => setLogo(tx, actor, params.id, params.theme, logo))
      return reply.status(204).send(null)
    },
  )

  app.delete(
    '/utilities/:id/logos/:theme',
    {
      config: { permission: 'utility.register' },
      schema: {
        summary: 'Take a logo of a utility away',
        params: LogoKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => removeLogo(tx, actor, params.id, params.theme))
      return reply.status(204).send(null)
    },
  )
}

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > MOST_BYTES) throw LogoTooLarge()
  // What is no base64 was left out in decoding: then it is not what was sent.
  if (bytes.toString('base64') !== base64) throw LogoUnusable()
  return bytes
}
