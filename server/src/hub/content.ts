import { type Db, statement } from '../db/index.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import { contentHash } from '../ledger/index.ts'

/** The content of a sale that its posting vouches for, as the columns of its row and its tokens. */
export interface SaleContent {
  readonly id: string
  readonly booked_at: Date
  readonly client_id: string
  readonly vendor_id: string
  readonly utility_id: string
  readonly meter_id: string | null
  readonly customer_id: string | null
  readonly receipt_number: bigint
  readonly currency: string
  readonly tender_minor: bigint
  readonly units: bigint
  readonly tender_method: string
  readonly received_minor: bigint | null
  readonly trace: string
  readonly receipt: string
  /** Of all tokens in their order, joined. */
  readonly digits: string
}

/** What a sale said, for its posting: whoever verifies writes it again from the rows and compares. */
export function saleHash(content: SaleContent): Buffer {
  return contentHash('sale', { ...content })
}

/** The content of a sale as its row has it; its tokens' digits are the caller's to add or keep. */
export async function saleContentOf(
  db: Db,
  tenantId: Id<'tenant'>,
  saleId: Id<'sale'>,
): Promise<SaleContent> {
  const row = await db.row<SaleContent>(contentStatement, [tenantId, timeOfId(saleId), saleId])
  if (!row) throw new Error('A sale has no row.')
  return row
}

/** Columns of `SaleContent` over `hub.sale s`; $1 is the tenant. */
export const CONTENT_COLUMNS = `s.id, s.booked_at, s.client_id, s.vendor_id, s.utility_id, s.meter_id, s.customer_id,
  s.receipt_number, s.currency, s.tender_minor, s.units, s.tender_method, s.received_minor,
  s.trace::text as trace, s.receipt::text as receipt,
  coalesce((select string_agg(t.digits, '' order by t.ordinal) from tokens.token t
    where t.tenant_id = $1 and t.booked_at = s.booked_at and t.origin_id = s.id), '') as digits`

const contentStatement = statement(
  'hub.sale_content',
  `select ${CONTENT_COLUMNS} from hub.sale s where s.tenant_id = $1 and s.booked_at = $2 and s.id = $3`,
)
