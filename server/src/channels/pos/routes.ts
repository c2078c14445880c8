import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { guard } from '../../access/index.ts'
import { reading } from '../../db/index.ts'
import type { Http } from '../../http/index.ts'
import type { Sale } from '../../hub/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { AmountText, CommodityName, IdText } from '../../kernel/schemas.ts'
import { utilitiesOf } from '../../tenants/index.ts'
import {
  type Device,
  enrol,
  findDevice,
  identifyDevice,
  signInOperator,
  signOutOperator,
  TerminalUnknown,
  terminalActor,
  terminalNumber,
} from '../../terminals/index.ts'
import { operatorsOf, readVendor } from '../../vendors/index.ts'
import { AccountView, accountView } from '../account-view.ts'
import { saleRoutes } from '../sale-routes.ts'
import { CurrencyView, saleProperties, saleView } from '../sale-view.ts'
import { sellerOf } from '../seller.ts'
import { receiptOf } from './receipt.ts'
import { ReceiptView } from './receipt-view.ts'

const PosSaleView = Type.Object({ ...saleProperties, receipt: ReceiptView })

const TerminalView = Type.Object({
  terminal: Type.Object({
    id: IdText<'terminal'>(),
    number: Type.String(),
    name: Type.String(),
  }),
  vendor: Type.Object({ id: IdText<'vendor'>(), name: Type.String() }),
  utilities: Type.Array(
    Type.Object({
      id: IdText<'utility'>(),
      name: Type.String(),
      currency: CurrencyView,
      timeZone: Type.String(),
      commodities: Type.Array(CommodityName),
      supportPhone: Type.String(),
      taxNumber: Type.String(),
    }),
  ),
  operators: Type.Array(Type.Object({ id: IdText<'operator'>(), name: Type.String() })),
})

const OperatorView = Type.Object({
  id: IdText<'operator'>(),
  name: Type.String(),
  role: Type.String(),
})

const EnrolmentRequest = Type.Object(
  {
    code: Type.String({ minLength: 12, maxLength: 20 }),
    publicKey: Type.Object(
      {
        kty: Type.Literal('EC'),
        crv: Type.Literal('P-256'),
        x: Type.String({ minLength: 43, maxLength: 43 }),
        y: Type.String({ minLength: 43, maxLength: 43 }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

const RecentSale = Type.Object({
  id: IdText<'sale'>(),
  receiptNumber: Type.String(),
  soldAt: Type.String({ format: 'date-time' }),
  customerName: Type.Union([Type.String(), Type.Null()]),
  serialNumber: Type.String(),
  amount: AmountText,
  currency: CurrencyView,
  units: Type.String(),
  unit: Type.String(),
  state: Type.String(),
})

/**
 * The till's own interface, shipped with the app and without a version. Every call but the enrolment is
 * signed by the device's key; a sale's own key makes it repeatable, everything else is taken once.
 */
export async function posRoutes(app: Http): Promise<void> {
  // The signature covers the body, so the caller is known only after it has been read.
  app.addHook('preValidation', (request) => guard(request, operatorOf))

  app.post(
    '/enrolments',
    {
      config: { permission: 'public' },
      schema: {
        summary: 'Bind this device to its terminal by a one-time code',
        body: EnrolmentRequest,
        response: { 201: TerminalView },
      },
    },
    async ({ body }, reply) => {
      const { terminalId } = await enrol(body.code, body.publicKey)
      reply.status(201)
      return terminalView(await enrolledDevice(terminalId))
    },
  )

  app.get(
    '/terminal',
    {
      config: { permission: 'device' },
      schema: {
        summary: 'This terminal, its shop and who may sign in',
        response: { 200: TerminalView },
      },
    },
    async (request) => terminalView(await identifyDevice(signedRequest(request))),
  )

  app.post(
    '/sessions',
    {
      config: { permission: 'device' },
      schema: {
        summary: 'Sign an operator in by PIN',
        body: Type.Object(
          { operatorId: IdText<'operator'>(), pin: Type.String({ pattern: '^[0-9]{4,8}$' }) },
          { additionalProperties: false },
        ),
        response: {
          201: Type.Object({
            sessionToken: Type.String(),
            operator: OperatorView,
            expiresAt: Type.String({ format: 'date-time' }),
          }),
        },
      },
    },
    async (request, reply) => {
      const device = await identifyDevice(signedRequest(request))
      const { token, operator, expiresAt } = await signInOperator(
        device,
        request.body.operatorId,
        request.body.pin,
      )
      reply.status(201)
      return {
        sessionToken: token,
        operator: { id: operator.id, name: operator.name, role: operator.role },
        expiresAt: expiresAt.toISOString(),
      }
    },
  )

  app.delete(
    '/sessions/current',
    {
      config: { permission: 'signed_in' },
      schema: { summary: 'Sign the operator out', response: { 204: Type.Null() } },
    },
    async ({ actor }, reply) => {
      await signOutOperator(actor)
      reply.status(204)
      return null
    },
  )

  saleRoutes(app, {
    sellerOf: ({ actor }) =>
      sellerOf(actor, 'pos', actor.terminalId!, {
        terminal: actor.terminalName ?? '',
        operator: actor.name,
      }),
    view: PosSaleView,
    viewOf: (sale) => ({ ...saleView(sale), receipt: receiptOf(sale) }),
    listed: RecentSale,
    listedOf: recentSale,
  })

  app.get(
    '/account',
    {
      config: { permission: 'sale.make' },
      schema: { summary: 'What the float can still pay', response: { 200: AccountView } },
    },
    async ({ actor }) => accountView(actor.tenantId, actor.vendorId!),
  )
}

/** The operator behind a request. Only the sale itself may come twice: its key decides what that means. */
function operatorOf(request: FastifyRequest) {
  const repeatable = request.method === 'POST' && request.routeOptions.url?.endsWith('/sales')
  return terminalActor(signedRequest(request), { repeatable: repeatable === true })
}

function signedRequest(request: FastifyRequest) {
  return {
    method: request.method,
    path: request.raw.url ?? '',
    headers: request.headers,
    body: request.bodyBytes,
  }
}

function recentSale(sale: Sale): Static<typeof RecentSale> {
  const {
    id,
    receiptNumber,
    soldAt,
    customerName,
    serialNumber,
    amount,
    currency,
    units,
    unit,
    state,
  } = saleView(sale)
  return {
    id,
    receiptNumber,
    soldAt,
    customerName,
    serialNumber,
    amount,
    currency,
    units,
    unit,
    state,
  }
}

async function enrolledDevice(terminalId: Id<'terminal'>): Promise<Device> {
  const device = await findDevice(terminalId, undefined)
  if (!device) throw TerminalUnknown()
  return device
}

async function terminalView(device: Device): Promise<Static<typeof TerminalView>> {
  const { tenantId, vendorId } = device
  const [utilities, { vendor, operators }] = await Promise.all([
    utilitiesOf({ tenantId }),
    reading({ tenantId }, async (db) => ({
      vendor: await readVendor(db, tenantId, vendorId),
      operators: await operatorsOf(db, tenantId, vendorId),
    })),
  ])
  return {
    terminal: {
      id: device.terminalId,
      number: terminalNumber(device.number),
      name: device.name,
    },
    vendor: { id: vendor.id, name: vendor.name },
    utilities: utilities.map((utility) => ({
      id: utility.id,
      name: utility.name,
      currency: { ...utility.currency },
      timeZone: utility.timeZone,
      commodities: [...utility.commodities],
      supportPhone: utility.supportPhone,
      taxNumber: utility.taxNumber,
    })),
    operators: operators.map(({ id, name }) => ({ id, name })),
  }
}
