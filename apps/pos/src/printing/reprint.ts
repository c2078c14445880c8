import { NoAnswer } from '@saldo/ui'
import { v7 as uuidv7 } from 'uuid'
import { ask } from '../api.ts'
import type { SaleView } from '../contract.ts'
import { keepReceipt, keptSale, keptSales } from '../device/database.ts'
import { printSale } from './print.ts'

export interface Reprinted {
  sale: SaleView
  /** Printed from this device's memory; the server has not counted the copy. */
  offline: boolean
}

/**
 * Prints a sale again, never a new token. The server marks and counts the copy; without network the
 * receipt kept on this device is printed with `offlineNotice` on it.
 */
export async function reprint(key: string | null, offlineNotice: string): Promise<Reprinted> {
  try {
    const last = key === null ? await lastSale() : ((await keptSale(key)) ?? (await saleOf(key)))
    const sale = await ask<SaleView>({
      method: 'POST',
      path: `/sales/${last.id}/reprints`,
      idempotencyKey: uuidv7(),
    })
    await keepReceipt(sale)
    await printSale(sale)
    return { sale, offline: false }
  } catch (error) {
    const kept = error instanceof NoAnswer ? await keptReceipt(key) : null
    if (kept === null) throw error
    await printSale(kept, offlineNotice)
    return { sale: kept, offline: true }
  }
}

function lastSale(): Promise<SaleView> {
  return ask<SaleView>({ method: 'GET', path: '/sales/last' })
}

function saleOf(key: string): Promise<SaleView> {
  return ask<SaleView>({ method: 'GET', path: `/sales/by-key/${key}` })
}

async function keptReceipt(key: string | null): Promise<SaleView | null> {
  return key === null ? ((await keptSales())[0] ?? null) : keptSale(key)
}
