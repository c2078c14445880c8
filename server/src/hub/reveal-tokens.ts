import { type Actor, once } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { barrier, type Db, statement, transaction } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { type InspectedSale, inspectSale } from './inspect-sale.ts'
import type { SaleToken } from './sale.ts'

export const SaleWithoutToken = refusal(
  'sale.without_token',
  409,
  'This sale has no token to show: it is not done, or debts and charges used up the amount.',
)

/**
 * Shows the tokens of a sale to a person, who says why. The trail keeps who, why and the last four digits,
 * in the transaction that reads them. The same key is one reveal.
 * @throws SaleNotFound, SaleWithoutToken
 */
export async function revealTokens(
  actor: Actor,
  saleId: Id<'sale'>,
  reason: string,
  key: string,
): Promise<readonly SaleToken[]> {
  const tokens = await transaction(actor, async (tx) => {
    const sale = await inspectSale(tx, actor, saleId, 'token.reveal')
    if (sale.state !== 'done' || sale.tokens.length === 0) throw SaleWithoutToken()
    await once(tx, actor, key, { reveal: saleId, reason }, () =>
      record(tx, {
        actor,
        action: 'token.reveal',
        object: { kind: 'sale', id: saleId },
        reason,
        after: revealed(sale),
      }),
    )
    return readTokens(tx, actor, saleId)
  })
  // A repeat has written nothing: then what it shows must be as safe as a commit of its own.
  await barrier()
  return tokens
}

function revealed({ facts, receiptNumber, tokens }: InspectedSale) {
  return {
    receipt: `${facts.utility.receiptPrefix}-${receiptNumber}`,
    serialNumber: facts.meter.serialNumber,
    lastFour: tokens.map(({ lastFour }) => lastFour),
  }
}

async function readTokens(db: Db, { tenantId }: Actor, saleId: Id<'sale'>): Promise<SaleToken[]> {
  const rows = await db.rows<SaleToken>(tokenStatement, [tenantId, timeOfId(saleId), saleId])
  return rows.map(({ kind, ordinal, digits, units }) => ({ kind, ordinal, digits, units }))
}

const tokenStatement = statement(
  'hub.tokens_of_sale',
  `select t.kind, t.ordinal::integer as ordinal, t.digits, t.units from tokens.token t
   where t.tenant_id = $1 and t.booked_at = $2 and t.origin_id = $3 order by t.ordinal`,
)
