import Type, { type Static } from 'typebox'
import type { Http } from '../http/index.ts'
import { IdText } from '../kernel/schemas.ts'
import { type Found, find } from './find.ts'
import { typedText } from './recognise.ts'
import { MeterRow, meterRow, PurchaseView, purchaseView } from './views.ts'

const FoundView = Type.Object({
  meterNumber: Type.Union([Type.Enum(['right', 'check_digit']), Type.Null()], {
    description: 'Whether what was typed is a whole meter number, and its check digit fits',
  }),
  token: Type.Boolean({ description: 'Whether what was typed are the 20 digits of a token' }),
  meters: Type.Array(Type.Object({ ...MeterRow.properties, utility: Type.String() })),
  sales: Type.Array(PurchaseView),
  customers: Type.Array(
    Type.Object({
      id: IdText<'customer'>(),
      name: Type.String(),
      accountNumber: Type.String(),
      phone: Type.String(),
      utility: Type.String(),
      serialNumbers: Type.Array(Type.String()),
    }),
  ),
  vendors: Type.Array(
    Type.Object({
      id: IdText<'vendor'>(),
      number: Type.String(),
      name: Type.String(),
      status: Type.String(),
    }),
  ),
})

/** The search over everything. What was typed comes in the body: a token must not stand in an address. */
export async function findRoutes(app: Http): Promise<void> {
  app.post(
    '/search',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary:
          'Find meters, sales, customers and vendors by what is typed, as far as one may see them',
        body: Type.Object(
          { text: Type.String({ minLength: 1, maxLength: 200 }) },
          { additionalProperties: false },
        ),
        response: { 200: FoundView },
      },
    },
    async ({ actor, body }) => foundView(await find(actor, typedText(body.text))),
  )
}

function foundView(found: Found): Static<typeof FoundView> {
  const { recognised, meters, sales, customers, vendors } = found
  return {
    meterNumber: recognised.meterNumber,
    token: recognised.token !== null,
    meters: meters.map(({ meter, utility }) => ({ ...meterRow(meter), utility })),
    sales: sales.map(purchaseView),
    customers: customers.map((customer) => ({
      ...customer,
      serialNumbers: [...customer.serialNumbers],
    })),
    vendors: vendors.map((vendor) => ({ ...vendor, number: `${vendor.number}` })),
  }
}
