import { OPERATIONAL_TABLES, type StaTables } from '@saldo/sts'
import Type from 'typebox'
import type { Http } from '../http/index.ts'
import { now } from '../kernel/clock.ts'
import { refusal } from '../kernel/refusal.ts'
import { people, vendors } from './cast.ts'
import { issueDemoCode } from './enrolment.ts'
import { households } from './households.ts'
import { enter, modelMeter } from './model-meters.ts'
import { demoIsPresent } from './step.ts'
import {
  algorithmName,
  EntryView,
  entryView,
  MeterList,
  MeterView,
  meterView,
  unitOf,
} from './views.ts'

export const DemoAbsent = refusal(
  'demo.absent',
  404,
  'This database holds no demo world: it was not empty when the demo was started.',
)

const SerialNumber = Type.Object({
  serialNumber: Type.String({ pattern: '^([0-9]{11}|[0-9]{13})$', maxLength: 13 }),
})
/** What somebody may type before the meter says that it is no token. */
const EntryRequest = Type.Object(
  { digits: Type.String({ pattern: '^[0-9 -]{0,40}$', maxLength: 40 }) },
  { additionalProperties: false },
)
const EnrolmentCode = Type.Object({
  code: Type.String(),
  terminal: Type.String({ description: 'Its number, such as T-0412.' }),
  vendor: Type.String(),
  operators: Type.Array(Type.Object({ name: Type.String(), pin: Type.String() })),
})
const Status = Type.Object({
  demo: Type.Literal(true),
  meters: Type.Integer(),
  people: Type.Array(Type.String()),
})
const BODY_LIMIT = 1_024

/**
 * The demo's own interface: model meters to type tokens into, and tills to try. Registered in demo mode
 * only. `tables` are those that the installation enciphers with.
 */
export async function demoRoutes(
  app: Http,
  { tables = OPERATIONAL_TABLES }: { readonly tables?: StaTables },
): Promise<void> {
  app.addHook('preHandler', async () => {
    if (!(await demoIsPresent())) throw DemoAbsent()
  })

  app.get(
    '/status',
    {
      config: { permission: 'public' },
      schema: { summary: 'Whether this is a demo, and of whom', response: { 200: Status } },
    },
    async () => ({
      demo: true as const,
      meters: households.length,
      people: Object.values(people).map(({ name }) => name),
    }),
  )

  app.post(
    '/enrolments',
    {
      config: { permission: 'public' },
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'A one-time code that makes this browser a till of the demo',
        response: { 201: EnrolmentCode },
      },
    },
    async (_request, reply) => {
      const { code, terminal, vendorName } = await issueDemoCode()
      const shop = vendors.find(({ name }) => name === vendorName)!
      const operators = shop.operators.map(({ name, pin }) => ({ name, pin }))
      return reply.status(201).send({ code, terminal, vendor: vendorName, operators })
    },
  )

  app.get(
    '/meters',
    {
      config: { permission: 'public' },
      schema: { summary: 'The meters of the demo', response: { 200: MeterList } },
    },
    async () => ({
      data: households.map(({ serialNumber, commodity, algorithm, name, note }) => ({
        serialNumber,
        commodity,
        unit: unitOf(commodity),
        algorithm: algorithmName(algorithm),
        customerName: name,
        note: note ?? null,
      })),
    }),
  )

  app.get(
    '/meters/:serialNumber',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'What a model meter shows',
        params: SerialNumber,
        response: { 200: MeterView },
      },
    },
    async ({ params }) => meterView(await modelMeter(params.serialNumber), now()),
  )

  app.post(
    '/meters/:serialNumber/entries',
    {
      config: { permission: 'public' },
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'Type a token into a model meter',
        params: SerialNumber,
        body: EntryRequest,
        response: { 200: EntryView },
      },
    },
    async ({ params, body }) => {
      const digits = body.digits.replace(/[ -]/g, '')
      return entryView(await enter(params.serialNumber, digits, tables), now())
    },
  )
}
