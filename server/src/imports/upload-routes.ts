import Type from 'typebox'
import { transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { kinds } from './kinds/index.ts'
import { addPart, beginUpload, finishUpload, PART } from './upload.ts'
import { ImportKey } from './views.ts'

/** How a file comes in: announced, then sent in pieces, each of which may be sent again. */
export async function uploadRoutes(app: Http): Promise<void> {
  // Pieces are bytes, and larger than any JSON body of ours.
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: PART },
    (_request, body, done) => done(null, body),
  )

  app.post(
    '/imports',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Announce a file to be brought in; its pieces follow',
        headers: KeyHeader,
        body: Type.Object(
          {
            kind: Type.Enum(kinds.map(({ name }) => name)),
            utilityId: IdText<'utility'>(),
            fileName: Type.String({ minLength: 1, maxLength: 200 }),
            size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
          },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            id: IdText<'import'>(),
            partSize: Type.Integer({ description: 'Bytes of each piece but the last.' }),
          }),
        },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const id = await beginUpload(actor, idempotencyKey(headers['idempotency-key']), body)
      reply.status(201)
      return { id, partSize: PART }
    },
  )

  app.put(
    '/imports/:id/parts/:number',
    {
      bodyLimit: PART,
      config: { permission: 'import.make' },
      schema: {
        summary: 'Send a piece of an announced file (application/octet-stream); the first is 0',
        params: Type.Object({
          id: IdText<'import'>(),
          number: Type.String({ pattern: '^(0|[1-9][0-9]{0,5})$' }),
        }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
      const number = Number.parseInt(params.number, 10)
      await transaction(actor, (tx) => addPart(tx, actor, params.id, number, bytes))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/imports/:id/uploaded',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Say that all pieces of a file have been sent; it is looked into',
        params: ImportKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await finishUpload(actor, params.id)
      return reply.status(204).send(null)
    },
  )
}
