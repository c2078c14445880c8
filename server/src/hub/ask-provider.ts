import { type Actor, once } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { transaction } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { inspectSale } from './inspect-sale.ts'
import { resolveSale } from './resolve-unknown.ts'

export const SaleDecided = refusal(
  'sale.decided',
  409,
  'The outcome of this sale is known already. Load it again to see it.',
)

/**
 * Asks the back end of a sale now what became of it, instead of at the time that is set. Asking is by sale id
 * and sells nothing twice; no answer leaves the sale as it is. That somebody asked is in the trail before.
 * @throws SaleNotFound, SaleDecided
 */
export async function askProvider(actor: Actor, saleId: Id<'sale'>, key: string): Promise<void> {
  await transaction(actor, async (tx) => {
    const { state, backEnd, hold } = await inspectSale(tx, actor, saleId, 'sale.resolve')
    if (!hold) throw SaleDecided()
    await once(tx, actor, key, { ask: saleId }, () =>
      record(tx, {
        actor,
        action: 'sale.ask',
        object: { kind: 'sale', id: saleId },
        after: { state, backEnd, asked: hold.asked },
      }),
    )
  })
  await resolveSale(actor.tenantId, saleId)
}
