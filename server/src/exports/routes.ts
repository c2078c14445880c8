import Type from 'typebox'
import { Check } from 'typebox/value'
import { guardConsole, requirePermission } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { BodyMalformed, type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { type JobData, startJob } from '../jobs/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { IdText } from '../kernel/schemas.ts'
import { exportLists } from './lists.ts'
import { exportKind, formats } from './make.ts'

/** Taking lists out as files, each by a long job. */
export async function exportRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.post(
    '/exports',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Take a list out as a file; needs the right to see the list',
        headers: KeyHeader,
        body: Type.Object(
          {
            list: Type.Enum(exportLists.map(({ name }) => name)),
            format: Type.Enum([...formats]),
            filter: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 })),
          },
          { additionalProperties: false },
        ),
        response: { 202: Type.Object({ jobId: IdText<'job'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const list = exportLists.find(({ name }) => name === body.list)
      if (!list || !Check(list.filter, body.filter)) {
        throw BodyMalformed({}, { errors: [{ pointer: '/filter', code: 'field.pattern' }] })
      }
      requirePermission(actor, list.permission)
      const filter = body.filter as JobData
      const zone = await list.zone(actor, filter as never)
      const asked = { format: body.format, filter, day: businessDay(now(), zone) }
      const jobId = await transaction(actor, (tx) =>
        startJob(tx, actor, exportKind(list), asked, { key }),
      )
      reply.status(202)
      return { jobId }
    },
  )
}
