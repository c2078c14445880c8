import type { FastifyRequest } from 'fastify'
import { clientOf, guard } from '../../access/index.ts'
import type { Http } from '../../http/index.ts'
import { AccountView, accountView } from '../account-view.ts'
import { saleRoutes } from '../sale-routes.ts'
import { SaleView, saleView } from '../sale-view.ts'
import { sellerOf } from '../seller.ts'

/**
 * The public interface for retailers', banks' and mobile money operators' own systems. It only grows. The
 * caller is a client with a bearer token; its keys are its own.
 */
export async function partnerRoutes(app: Http): Promise<void> {
  app.addHook('onRequest', (request) => guard(request, clientOfRequest))

  saleRoutes(app, {
    sellerOf: ({ actor }) =>
      sellerOf(actor, 'partner', actor.id, { terminal: actor.name, operator: '' }),
    view: SaleView,
    viewOf: saleView,
    listed: SaleView,
    listedOf: saleView,
  })

  app.get(
    '/vendor/balance',
    {
      config: { permission: 'vendor.read' },
      schema: { summary: 'What the float can still pay', response: { 200: AccountView } },
    },
    async ({ actor }) => accountView(actor.tenantId, actor.vendorId!),
  )
}

function clientOfRequest(request: FastifyRequest) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return clientOf(scheme?.toLowerCase() === 'bearer' ? token : undefined)
}
