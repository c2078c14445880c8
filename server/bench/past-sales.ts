import pg from 'pg'
import type { Id } from '../src/kernel/ids.ts'
import { copyRows } from '../test/town/copies.ts'

const AT_ONCE = 250_000
const MONTHS = 6

/**
 * Books sales of the past months, as superuser and set-based: copies of one real sale with its key, token,
 * posting and transfers, spread over the months before this one, over all meters and all vendors.
 */
export async function bookPastSales(
  connection: pg.ClientConfig,
  tenantId: Id<'tenant'>,
  count: number,
  say: (sentence: string) => void,
): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(
      `select kernel.make_partitions((date_trunc('month', now()) - interval '${MONTHS} months')::date, ${MONTHS + 2})`,
    )
    await client.query('set session_replication_role = replica')
    // Loading, not selling: nothing here is promised to anyone.
    await client.query('set synchronous_commit = off')
    await prepare(client, tenantId)
    for (let from = 1; from <= count; from += AT_ONCE) {
      const range = [from, Math.min(count, from + AT_ONCE - 1)] as const
      await bookRange(client, tenantId, range, count)
      if (range[1] % 1_000_000 === 0) say(`${range[1]} past sales so far`)
    }
    await client.query('reset session_replication_role')
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

/** The parties of the copies, by a number each, so that a copy finds its own by arithmetic. */
async function prepare(client: pg.Client, tenantId: Id<'tenant'>): Promise<void> {
  await client.query(
    `create temporary table party_meter as
       select row_number() over () - 1 as n, l.meter_id, l.usage_point_id, l.customer_id
       from usage_points.link l where l.tenant_id = '${tenantId}';
     create unique index on party_meter (n);
     create temporary table party_vendor as
       select row_number() over () - 1 as n, c.id as client_id, c.vendor_id, a.id as account_id
       from access.client c
       join ledger.account a on a.tenant_id = c.tenant_id and a.owner_id = c.vendor_id and a.kind = 1
       where c.tenant_id = '${tenantId}';
     create unique index on party_vendor (n);
     analyze party_meter; analyze party_vendor`,
  )
}

async function bookRange(
  client: pg.Client,
  tenantId: Id<'tenant'>,
  range: readonly [number, number],
  count: number,
): Promise<void> {
  // The id of a sale is a UUIDv7 of the moment it was booked at.
  await client.query(
    `create temporary table past as
     select i, m.meter_id, m.usage_point_id, m.customer_id, v.client_id, v.vendor_id, v.account_id, x.at,
            (substr(x.ms, 1, 8) || '-' || substr(x.ms, 9, 4) || '-7' || lpad(to_hex(i % 4096), 3, '0') || '-8'
              || lpad(to_hex(i / 4096), 3, '0') || '-' || substr(md5(i::text), 1, 12))::uuid as id
     from generate_series(${range[0]}, ${range[1]}) i
     cross join lateral (
       select to_timestamp(s.ms / 1000.0) as at, lpad(to_hex(s.ms), 12, '0') as ms
       from (select (extract(epoch from date_trunc('month', now()) - interval '${MONTHS} months') * 1000)::bigint
               + (i::bigint * (${MONTHS}::bigint * 30 * 86400000)) / ${count} as ms) s) x
     join party_meter m on m.n = (i::bigint * 7919) % (select count(*) from party_meter)
     join party_vendor v on v.n = i % (select count(*) from party_vendor)
     order by i`,
  )
  await client.query('analyze past')
  const pattern = await client.query<{ id: string; account_id: string }>(
    `select s.id, a.id as account_id from hub.sale s
     join ledger.account a on a.tenant_id = s.tenant_id and a.owner_id = s.vendor_id and a.kind = 1
     where s.tenant_id = '${tenantId}' order by s.booked_at desc limit 1`,
  )
  const { id: sale, account_id: float } = pattern.rows[0]!
  const number = '(i.i + 1000000000)'
  await copyRows(client, 'hub.sale_key', `t.sale_id = '${sale}'`, 'past', {
    client_id: 'i.client_id',
    key: `'past-sale-' || i.i`,
    sale_id: 'i.id',
    receipt_number: number,
  })
  await copyRows(client, 'hub.sale', `t.id = '${sale}'`, 'past', {
    booked_at: 'i.at',
    settled_at: 'i.at',
    id: 'i.id',
    client_id: 'i.client_id',
    vendor_id: 'i.vendor_id',
    meter_id: 'i.meter_id',
    usage_point_id: 'i.usage_point_id',
    customer_id: 'i.customer_id',
    business_day: 'i.at::date',
    receipt_number: number,
  })
  await copyRows(client, 'tokens.token', `t.origin_id = '${sale}'`, 'past', {
    booked_at: 'i.at',
    origin_id: 'i.id',
    meter_id: 'i.meter_id',
    tid: 'i.i % 6000000 + 1',
    digits: `lpad((${number})::text, 20, '7')`,
  })
  await copyRows(client, 'ledger.posting', `t.id = '${sale}'`, 'past', {
    id: 'i.id',
    booked_at: 'i.at',
    business_day: 'i.at::date',
    xid: 'pg_current_xact_id()',
  })
  const theirs = (column: string) =>
    `case when t.${column} = '${float}' then i.account_id else t.${column} end`
  await copyRows(client, 'ledger.transfer', `t.posting_id = '${sale}'`, 'past', {
    booked_at: 'i.at',
    posting_id: 'i.id',
    debit_account_id: theirs('debit_account_id'),
    credit_account_id: theirs('credit_account_id'),
  })
  await client.query('drop table past')
}

/** What the sales take on disk, by table with its indexes. */
export async function sizeOf(connection: pg.ClientConfig): Promise<string> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; size: string }>(
      `select coalesce(i.inhparent, c.oid)::regclass::text as name,
              pg_size_pretty(sum(pg_total_relation_size(c.oid))) as size
       from pg_class c left join pg_inherits i on i.inhrelid = c.oid
       where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('hub', 'ledger', 'tokens')
       group by 1 having sum(pg_total_relation_size(c.oid)) > 10000000 order by 1`,
    )
    return rows.map(({ name, size }) => `${name} ${size}`).join(', ')
  } finally {
    await client.end()
  }
}
