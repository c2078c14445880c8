import { barrier, constraintOf, reading, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { KeyReused } from '../kernel/key-reused.ts'
import type { Seller } from './order.ts'
import { NothingToReprint, SaleFaulty, SaleNotFound } from './refusals.ts'
import { latestSales, type Sale, saleByKey, saleOfClient } from './sale.ts'

/** A sale of this client by its key. Only what is as safe as it will be is shown. */
export async function findSale(seller: Seller, key: string): Promise<Sale> {
  const sale = await reading(seller, (db) => saleByKey(db, seller.tenantId, seller.clientId, key))
  if (!sale) throw SaleNotFound()
  await barrier()
  return sale
}

/** The last sale of this client: after a time-out it asks for it and prints the same token. */
export async function lastSale(seller: Seller): Promise<Sale> {
  const [sale] = await recentSales(seller, 1)
  if (!sale) throw NothingToReprint()
  return sale
}

/** The latest sales of this client, newest first. */
export async function recentSales(seller: Seller, limit: number): Promise<Sale[]> {
  const sales = await reading(seller, (db) =>
    latestSales(db, seller.tenantId, seller.clientId, limit),
  )
  await barrier()
  return sales
}

/**
 * Counts a reprint of a sale and returns it, marked COPY n. Never a new token. The same key is the same
 * reprint.
 * @throws SaleNotFound, SaleFaulty, KeyReused when the key was used for a reprint of another sale
 */
export async function reprint(seller: Seller, saleId: Id<'sale'>, key: string): Promise<Sale> {
  const sale = await reading(seller, (db) =>
    saleOfClient(db, seller.tenantId, seller.clientId, saleId),
  )
  if (!sale) throw SaleNotFound()
  if (sale.state !== 'done') throw SaleFaulty({ state: sale.state })
  const copy = await counted(seller, saleId, key)
  // The count may have been found rather than written: then this read must be as safe as that commit.
  await barrier()
  return { ...sale, copy }
}

async function counted(seller: Seller, saleId: Id<'sale'>, key: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(seller, async (tx) => {
        const known = await tx.row<{ copy: number; sale_id: string }>(
          `select copy, sale_id from hub.reprint
           where tenant_id = $1 and client_id = $2 and key = $3`,
          [seller.tenantId, seller.clientId, key],
        )
        if (known && known.sale_id !== saleId) throw KeyReused()
        if (known) return known.copy
        const next = await tx.row<{ copy: number }>(
          `insert into hub.reprint (tenant_id, sale_id, copy, client_id, key, operator_id, printed_at)
           values ($1, $2,
             (select coalesce(max(r.copy), 0) + 1 from hub.reprint r where r.tenant_id = $1 and r.sale_id = $2),
             $3, $4, $5, $6)
           returning copy`,
          [seller.tenantId, saleId, seller.clientId, key, seller.operatorId, now()],
        )
        return next!.copy
      })
    } catch (error) {
      // Two at once took the same number, or are the same reprint: one of them goes again.
      const raced = ['reprint_pkey', 'reprint_key'].includes(constraintOf(error) ?? '')
      if (!raced || attempt === 20) throw error
    }
  }
}
