import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SaleView } from '../contract.ts'
import type { OutboxItem } from '../outbox/outbox.ts'
import type { Identity } from './identity-record.ts'

interface PosDatabase extends DBSchema {
  /** One record: who this device is, with its private key that no script can read out. */
  identity: { key: 'this'; value: Identity }
  /** Sales whose answer is not yet known, or not yet seen by the cashier. */
  outbox: { key: string; value: OutboxItem }
  /** The last receipts, so that they can be printed again without a network. */
  receipt: { key: string; value: StoredReceipt; indexes: { soldAt: string } }
}

export interface StoredReceipt {
  key: string
  soldAt: string
  sale: SaleView
}

const keptReceipts = 30

let opened: Promise<IDBPDatabase<PosDatabase>> | undefined

export function database(): Promise<IDBPDatabase<PosDatabase>> {
  opened ??= openDB<PosDatabase>('saldo-pos', 1, {
    upgrade(db) {
      db.createObjectStore('identity')
      db.createObjectStore('outbox', { keyPath: 'key' })
      db.createObjectStore('receipt', { keyPath: 'key' }).createIndex('soldAt', 'soldAt')
    },
  })
  return opened
}

/** Keeps a receipt, newest thirty. */
export async function keepReceipt(sale: SaleView): Promise<void> {
  const db = await database()
  const transaction = db.transaction('receipt', 'readwrite')
  await transaction.store.put({ key: sale.key, soldAt: sale.soldAt, sale })
  const keys = await transaction.store.index('soldAt').getAllKeys()
  for (const key of keys.slice(0, -keptReceipts)) await transaction.store.delete(key)
  await transaction.done
}

/** The kept receipts, newest first. */
export async function keptSales(): Promise<SaleView[]> {
  const stored = await (await database()).getAllFromIndex('receipt', 'soldAt')
  return stored.reverse().map(({ sale }) => sale)
}

export async function keptSale(key: string): Promise<SaleView | null> {
  return (await (await database()).get('receipt', key))?.sale ?? null
}
