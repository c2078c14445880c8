import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Finding } from '../ledger/index.ts'
import { CONTENT_COLUMNS, type SaleContent, saleHash } from './content.ts'

/** Sales read at once: memory stays flat however many there are. */
const PAGE = 500

/**
 * Checks what the hub promises of a tenant's sales against the rows (RELIABILITY.md 3): every sale says what its
 * posting vouches for (P7), every done sale has its posting and its token (I4), no identifier twice (I4), each
 * hold its open sale (I6), the day's rollup is what its sales add up to (I9). Names what is wrong.
 */
export async function verifyHub(db: Db, tenantId: Id<'tenant'>): Promise<Finding[]> {
  const findings = await alteredSales(db, tenantId)
  for (const check of checks) {
    const rows = await db.rows<{ subject: string }>(check.sql, [tenantId])
    for (const { subject } of rows) {
      findings.push({ code: check.code, subject, sentence: `${check.sentence} (${subject})` })
    }
  }
  return findings
}

async function alteredSales(db: Db, tenantId: Id<'tenant'>): Promise<Finding[]> {
  const findings: Finding[] = []
  let after = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = await db.rows<SaleContent & { content_hash: Buffer | null }>(pageSql, [
      tenantId,
      after.at,
      after.id,
      PAGE,
    ])
    for (const { content_hash, ...content } of rows) {
      if (content_hash === null) continue
      if (saleHash(content).equals(content_hash)) continue
      findings.push({
        code: 'sale_altered',
        subject: content.id,
        sentence: `The sale ${content.id} does not say what its posting vouches for.`,
      })
    }
    const last = rows.at(-1)
    if (!last) return findings
    after = { at: last.booked_at, id: last.id }
  }
}

const pageSql = `
  select ${CONTENT_COLUMNS}, p.content_hash
  from hub.sale s
  left join ledger.posting p on p.tenant_id = $1 and p.id = s.id
  where s.tenant_id = $1 and s.state = 'done' and (s.booked_at, s.id) > ($2, $3)
  order by s.booked_at, s.id limit $4`

const checks = [
  {
    code: 'sale_without_posting',
    sentence: 'A sale is done and has no posting',
    sql: `select s.id as subject from hub.sale s
          where s.tenant_id = $1 and s.state = 'done'
            and not exists (select from ledger.posting p where p.tenant_id = $1 and p.id = s.id)`,
  },
  {
    code: 'posting_without_sale',
    sentence: 'A posting is of a sale that is not there or not done',
    sql: `select p.id as subject from ledger.posting p
          where p.tenant_id = $1 and p.kind in ('token_sale', 'outside_sale')
            and not exists (select from hub.sale s
              where s.tenant_id = $1 and s.booked_at = p.booked_at and s.id = p.id and s.state = 'done')`,
  },
  {
    code: 'sale_without_key',
    sentence: 'A sale has no key, so it could be sold again',
    sql: `select s.id as subject from hub.sale s
          where s.tenant_id = $1
            and not exists (select from hub.sale_key k
              where k.tenant_id = $1 and k.client_id = s.client_id and k.sale_id = s.id)`,
  },
  {
    code: 'key_without_sale',
    sentence: 'A key names a sale that is not there',
    sql: `select k.sale_id as subject from hub.sale_key k
          where k.tenant_id = $1
            and not exists (select from hub.sale s where s.tenant_id = $1 and s.id = k.sale_id)`,
  },
  {
    code: 'sale_without_token',
    sentence: 'A sale is done and has no token',
    sql: `select s.id as subject from hub.sale s
          where s.tenant_id = $1 and s.state = 'done' and s.units > 0
            and not exists (select from tokens.token t
              where t.tenant_id = $1 and t.booked_at = s.booked_at and t.origin_id = s.id)`,
  },
  {
    code: 'token_without_sale',
    sentence: 'A credit token has no done sale',
    sql: `select t.origin_id as subject from tokens.token t
          where t.tenant_id = $1 and t.kind = 'credit'
            and not exists (select from hub.sale s where s.tenant_id = $1 and s.booked_at = t.booked_at
              and s.id = t.origin_id and s.state = 'done')`,
  },
  {
    code: 'identifier_twice',
    sentence: 'A meter has two tokens with one identifier',
    sql: `select t.meter_id || ' ' || t.tid as subject from tokens.token t
          where t.tenant_id = $1 and t.tid is not null
          group by t.meter_id, t.base_date, t.tid having count(*) > 1`,
  },
  {
    code: 'identifier_beyond_register',
    sentence: 'A token has a later identifier than the register of its meter',
    sql: `select r.meter_id::text as subject from tokens.register r
          where r.tenant_id = $1 and exists (select from tokens.token t
            where t.tenant_id = $1 and t.meter_id = r.meter_id and t.base_date = r.base_date and t.tid > r.last_tid)`,
  },
  {
    code: 'hold_without_sale',
    sentence: 'Money is held for a sale that is not open',
    sql: `select h.sale_id as subject from hub.hold h
          where h.tenant_id = $1 and not exists (select from hub.sale s where s.tenant_id = $1
            and s.booked_at = h.booked_at and s.id = h.sale_id and s.state in ('held', 'unknown'))`,
  },
  {
    code: 'open_sale_without_hold',
    sentence: 'A sale is open and no money is held for it',
    sql: `select s.id as subject from hub.sale s
          where s.tenant_id = $1 and s.state in ('held', 'unknown') and not exists (
            select from hub.hold h where h.tenant_id = $1 and h.sale_id = s.id)`,
  },
  {
    code: 'float_paid_other_sum',
    sentence: 'The transfers of a sale are not its tender',
    sql: `select s.id as subject from hub.sale s
          join ledger.transfer t on t.tenant_id = $1 and t.booked_at = s.booked_at and t.posting_id = s.id
            and t.debit_kind = 1
          where s.tenant_id = $1 and s.state = 'done'
          group by s.id, s.tender_minor having sum(t.minor) <> s.tender_minor`,
  },
  {
    code: 'rollup_differs',
    sentence: "A day's rollup is not what its sales add up to",
    sql: `select coalesce(d.business_day, x.business_day) || ' ' || coalesce(d.vendor_id, x.vendor_id) as subject
          from (select * from hub.sale_day where tenant_id = $1) d
          full join (
            select business_day, vendor_id, utility_id, channel, token_type, currency, count(*) as items,
                   sum(tender_minor) as tender, sum(units) as units, sum(margin_minor) as margin
            from hub.sale where tenant_id = $1 and state = 'done'
            group by business_day, vendor_id, utility_id, channel, token_type, currency) x
          on (d.business_day, d.vendor_id, d.utility_id, d.channel, d.token_type, d.currency)
           = (x.business_day, x.vendor_id, x.utility_id, x.channel, x.token_type, x.currency)
          where d.items is distinct from x.items or d.tender_minor is distinct from x.tender
             or d.units is distinct from x.units or d.margin_minor is distinct from x.margin`,
  },
] as const
