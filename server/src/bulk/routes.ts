import Type, { type Static } from 'typebox'
import { guardConsole } from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { startJob } from '../jobs/index.ts'
import { refusal } from '../kernel/refusal.ts'
import { CommodityName, IdText } from '../kernel/schemas.ts'
import { cleanText } from '../kernel/text.ts'
import { meterStatuses } from '../search/index.ts'
import { bulkKind } from './act.ts'
import { blockMeters, type MeterChoice } from './block-meters.ts'

export const CountChanged = refusal(
  'bulk.count_changed',
  409,
  'What would change is no longer what was counted. Look at the new count and decide again.',
)
export const NothingToChange = refusal(
  'bulk.nothing_to_change',
  422,
  'Nothing of this choice can be changed. Choose others.',
)

const Choice = {
  utility: IdText<'utility'>(),
  status: Type.Optional(Type.Enum([...meterStatuses])),
  commodity: Type.Optional(CommodityName),
  supplyGroup: Type.Optional(IdText<'supply_group'>()),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  ids: Type.Optional(Type.Array(IdText<'meter'>(), { minItems: 1, maxItems: 1_000 })),
}
const ChoiceBody = Type.Object(Choice, { additionalProperties: false })

/** Things done with many at once: first counted, then decided on, then done by a long job. */
export async function bulkRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)

  app.post(
    '/bulk/meters/block/preview',
    {
      config: { permission: 'meter.block' },
      schema: {
        summary:
          'Count which meters blocking would change, and which it would skip; changes nothing',
        body: ChoiceBody,
        response: {
          200: Type.Object({
            changing: Type.Integer(),
            skip: Type.Array(Type.Object({ why: Type.String(), rows: Type.Integer() })),
          }),
        },
      },
    },
    async ({ actor, body }) => {
      const { change, skip } = await reading(actor, (db) =>
        blockMeters.preview(db, actor, choiceOf(body)),
      )
      return { changing: change, skip: skip.map((one) => ({ ...one })) }
    },
  )

  app.post(
    '/bulk/meters/block',
    {
      config: { permission: 'meter.block' },
      schema: {
        summary: 'Block many meters for vending by a long job',
        headers: KeyHeader,
        body: Type.Object(
          {
            ...Choice,
            reason: Type.String({ minLength: 3, maxLength: 200 }),
            expected: Type.Integer({
              minimum: 0,
              description: 'How many meters the preview said would change.',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 202: Type.Object({ jobId: IdText<'job'>() }) },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const key = idempotencyKey(headers['idempotency-key'])
      const { reason: given, expected, ...chosen } = body
      const reason = cleanText(given, { pointer: '/reason', max: 200, min: 3 })
      const choice = choiceOf(chosen)
      const asked = { choice, how: { reason } }
      const jobId = await transaction(actor, async (tx) => {
        const { change, skip } = await blockMeters.preview(tx, actor, choice)
        const total = skip.reduce((sum, { rows }) => sum + rows, change)
        const options = { key, reason, total }
        // A repeat is answered with its job, whatever that has changed meanwhile.
        const id = await startJob(tx, actor, bulkKind(blockMeters), asked, options, () => {
          if (change === 0) throw NothingToChange()
          if (change !== expected) throw CountChanged({ expected, changing: change })
        })
        return id
      })
      reply.status(202)
      return { jobId }
    },
  )
}

/** The choice as it is kept with the job: the same fields in the same order, so that a repeat is recognised. */
function choiceOf(body: Static<typeof ChoiceBody>): MeterChoice {
  const { utility, status, commodity, supplyGroup, search, ids } = body
  return {
    utility,
    ...(status !== undefined && { status }),
    ...(commodity !== undefined && { commodity }),
    ...(supplyGroup !== undefined && { supplyGroup }),
    ...(search !== undefined && { search }),
    ...(ids !== undefined && { ids }),
  }
}
