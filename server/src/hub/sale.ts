import { type Db, statement } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import { KeyReused } from '../kernel/key-reused.ts'
import type { Commodity } from '../ledger/index.ts'

/** A sale as every channel tells it, whether it was made just now or years ago. */
export interface Sale {
  readonly id: Id<'sale'>
  readonly key: string
  readonly state: 'done' | 'held' | 'unknown' | 'refused' | 'reversed'
  readonly receiptNumber: bigint
  readonly bookedAt: Date
  readonly channel: string
  readonly vendorId: Id<'vendor'>
  readonly terminalId: Id<'terminal'> | null
  readonly utilityId: Id<'utility'>
  readonly commodity: Commodity
  readonly currency: string
  readonly tenderMinor: bigint
  readonly units: bigint
  readonly tenderMethod: string
  readonly receivedMinor: bigint | null
  readonly facts: SaleFacts
  readonly tokens: readonly SaleToken[]
  /** Of the last reprint; 0 on the original. */
  readonly copy: number
}

export interface SaleToken {
  readonly kind: 'credit' | 'free_units' | 'key_change' | 'engineering'
  readonly ordinal: number
  readonly digits: string
  readonly units: bigint
}

/** A sale, and whether its key had made it before. */
export interface Sold {
  readonly sale: Sale
  readonly repeated: boolean
}

/**
 * What the receipt said, stored with the sale as it was: a later change of tariff, key, name or address
 * changes no reprint. Amounts are decimal texts of the major unit.
 */
export interface SaleFacts {
  readonly utility: {
    readonly name: string
    readonly address: string
    readonly taxNumber: string
    readonly supportPhone: string
    readonly message: string
    readonly receiptPrefix: string
    readonly timeZone: string
    readonly decimals: 0 | 2 | 3
  }
  readonly vendor: string
  readonly vendorAddress: string
  readonly terminal: string
  readonly operator: string
  readonly customer: { readonly name: string; readonly account: string; readonly address: string }
  readonly meter: {
    readonly serialNumber: string
    readonly supplyGroup: string
    readonly keyRevision: number
    readonly tariffIndex: number
    readonly algorithm: string
  }
  readonly tariff: string
  readonly lines: readonly SaleLine[]
}

/** One line of the calculation, deductions negative, as on the receipt. */
export interface SaleLine {
  readonly kind: 'fee' | 'arrears' | 'service_charge' | 'levy' | 'tax' | 'energy' | 'rounding'
  readonly label: string
  readonly amount: string
  readonly units?: string
  readonly price?: string
  /** For arrears: still owed after this sale. */
  readonly remaining?: string
}

/**
 * A sale by the key its client made; undefined: none was committed so far. With the fingerprint of an order,
 * a sale of another order under this key is refused.
 * @throws KeyReused
 */
export async function saleByKey(
  db: Db,
  tenantId: Id<'tenant'>,
  clientId: string,
  key: string,
  fingerprint?: Buffer,
): Promise<Sale | undefined> {
  const found = await db.row<KeyRow>(keyStatement, [tenantId, clientId, key])
  if (found && fingerprint && !found.fingerprint.equals(fingerprint)) throw KeyReused()
  return found && readSale(db, tenantId, found)
}

/** The latest sales of a client, newest first. */
export async function latestSales(
  db: Db,
  tenantId: Id<'tenant'>,
  clientId: string,
  limit: number,
): Promise<Sale[]> {
  const found = await db.rows<KeyRow>(latestStatement, [tenantId, clientId, limit])
  const sales: Sale[] = []
  for (const row of found) {
    const sale = await readSale(db, tenantId, row)
    if (sale) sales.push(sale)
  }
  return sales
}

/** A sale by its id, when this client made it: another's id looks like one that does not exist. */
export async function saleOfClient(
  db: Db,
  tenantId: Id<'tenant'>,
  clientId: string,
  saleId: Id<'sale'>,
): Promise<Sale | undefined> {
  const found = await db.row<KeyRow>(ofClientStatement, [tenantId, clientId, saleId])
  return found && readSale(db, tenantId, found)
}

/** A sale by its id alone, for the hub itself. */
export async function readSaleById(
  db: Db,
  tenantId: Id<'tenant'>,
  saleId: Id<'sale'>,
): Promise<Sale | undefined> {
  const found = await db.row<KeyRow>(byIdStatement, [tenantId, timeOfId(saleId), saleId])
  return found && readSale(db, tenantId, found)
}

type KeyRow = { sale_id: Id<'sale'>; key: string; fingerprint: Buffer }

const keyStatement = statement(
  'hub.sale_key',
  `select sale_id, key, fingerprint from hub.sale_key
   where tenant_id = $1 and client_id = $2 and key = $3`,
)
// Searches by sale name the condition of the index by sale (see the migration that made it).
const BY_SALE = `sale_id > '00000000-0000-0000-0000-000000000000'`
const latestStatement = statement(
  'hub.latest_sales',
  `select sale_id, key, fingerprint from hub.sale_key
   where tenant_id = $1 and client_id = $2 and ${BY_SALE} order by sale_id desc limit $3`,
)
const ofClientStatement = statement(
  'hub.sale_of_client',
  `select sale_id, key, fingerprint from hub.sale_key
   where tenant_id = $1 and client_id = $2 and sale_id = $3 and ${BY_SALE}`,
)
const byIdStatement = statement(
  'hub.sale_by_id',
  `select k.sale_id, k.key, k.fingerprint
   from hub.sale s
   join hub.sale_key k on k.tenant_id = $1 and k.client_id = s.client_id and k.sale_id = s.id and k.${BY_SALE}
   where s.tenant_id = $1 and s.booked_at = $2 and s.id = $3`,
)
// The id of a sale carries the moment it was booked at, which finds the month.
const saleStatement = statement(
  'hub.sale',
  `select s.id, s.state, s.booked_at, s.receipt_number, s.channel, s.vendor_id, s.terminal_id, s.utility_id,
          s.commodity, s.currency, s.tender_minor, s.units, s.tender_method, s.received_minor, s.receipt,
          coalesce((select max(r.copy) from hub.reprint r where r.tenant_id = $1 and r.sale_id = s.id), 0) as copy,
          (select json_agg(json_build_array(t.kind, t.ordinal, t.digits, t.units::text) order by t.ordinal)
             from tokens.token t
            where t.tenant_id = $1 and t.booked_at = s.booked_at and t.origin_id = s.id) as tokens
   from hub.sale s where s.tenant_id = $1 and s.booked_at = $2 and s.id = $3`,
)

async function readSale(
  db: Db,
  tenantId: Id<'tenant'>,
  { sale_id, key }: KeyRow,
): Promise<Sale | undefined> {
  const row = await db.row<SaleRow>(saleStatement, [tenantId, timeOfId(sale_id), sale_id])
  if (!row) return undefined
  return {
    id: row.id,
    key,
    state: row.state,
    receiptNumber: row.receipt_number,
    bookedAt: row.booked_at,
    channel: row.channel,
    vendorId: row.vendor_id,
    terminalId: row.terminal_id,
    utilityId: row.utility_id,
    commodity: row.commodity,
    currency: row.currency,
    tenderMinor: row.tender_minor,
    units: row.units,
    tenderMethod: row.tender_method,
    receivedMinor: row.received_minor,
    facts: row.receipt,
    tokens: (row.tokens ?? []).map(([kind, ordinal, digits, units]) => ({
      kind,
      ordinal,
      digits,
      units: BigInt(units),
    })),
    copy: row.copy,
  }
}

type SaleRow = {
  id: Id<'sale'>
  state: Sale['state']
  booked_at: Date
  receipt_number: bigint
  channel: string
  vendor_id: Id<'vendor'>
  terminal_id: Id<'terminal'> | null
  utility_id: Id<'utility'>
  commodity: Commodity
  currency: string
  tender_minor: bigint
  units: bigint
  tender_method: string
  received_minor: bigint | null
  receipt: SaleFacts
  copy: number
  tokens: [SaleToken['kind'], number, string, string][] | null
}
