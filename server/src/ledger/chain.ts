import type { Chain } from '../db/chain/chain.ts'
import { statement } from '../db/pool.ts'

/**
 * The canonical text of a posting `p` with its transfers: every column, written the same whatever the
 * session's time zone and formats. Texts carry their length, so that no two rows share a text.
 * `$1` is the tenant.
 */
export const canonicalColumns = `p.id, p.xid::text as xid,
  concat_ws('|', 'saldo posting 1', p.tenant_id, p.id, octet_length(p.kind), p.kind,
    (extract(epoch from p.booked_at) * 1000000)::bigint, p.business_day - date '1970-01-01',
    coalesce(p.utility_id::text, '-'), encode(p.content_hash, 'hex'), p.xid) || coalesce((
      select string_agg(concat_ws('|', '', t.line, t.debit_account_id, t.credit_account_id, t.debit_kind,
               t.credit_kind, t.minor, octet_length(t.currency), t.currency), '' order by t.line)
      from ledger.transfer t
      where t.tenant_id = $1 and t.booked_at = p.booked_at and t.posting_id = p.id), '') as canonical`

export const sealColumns =
  's.epoch, s.number, s.sealed_at, s.first_xid, s.last_xid, s.postings as rows, s.leaves, s.previous, s.head'

// A transaction below the oldest one still running has ended: what it wrote is all there. Following a
// sequence instead would pass by rows whose transaction commits late.
const settled = 'p.xid < pg_snapshot_xmin(pg_current_snapshot())'

const toBegin = 'p.xid >= pg_snapshot_xmax(pg_current_snapshot())'

// The transfers of a posting are read for the rows of the block alone.
const postingsAfter = (condition: string) => `
  select ${canonicalColumns}
  from (select p.* from ledger.posting p
        where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid) and ${condition}
        order by p.xid, p.id limit $4) p
  order by p.xid, p.id`

/** The books as a chain: `ledger.posting` with its transfers under `ledger.seal`. */
export const ledgerChain: Chain = {
  name: 'saldo seal',
  row: 'posting',
  lastSeal: statement(
    'ledger.last_seal',
    `select ${sealColumns}, s.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) as in_future
     from ledger.seal s where s.tenant_id = $1 order by s.epoch desc, s.number desc limit 1`,
  ),
  nextSeal: statement(
    'ledger.next_seal',
    `select ${sealColumns} from ledger.seal s
     where s.tenant_id = $1 and (s.epoch, s.number) >= ($2, $3) order by s.epoch, s.number limit 1`,
  ),
  insertSeal: statement(
    'ledger.insert_seal',
    `insert into ledger.seal (
       tenant_id, epoch, number, sealed_at, first_xid, last_xid, postings, leaves, previous, head)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint seal_pkey do nothing`,
  ),
  settled: statement('ledger.settled', postingsAfter(settled)),
  // Numbers of an earlier epoch come again: what it has sealed is not sealed twice.
  settledLater: statement(
    'ledger.settled_later',
    postingsAfter(`${settled} and not exists (
      select from ledger.seal s
      where s.tenant_id = $1 and s.epoch < $5 and p.xid between s.first_xid and s.last_xid
        and position(uuid_send(p.id) in s.leaves) > 0)`),
  ),
  future: statement('ledger.future', postingsAfter(toBegin)),
  stray: statement(
    'ledger.stray',
    `select p.id from ledger.posting p
     where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid) and ${toBegin} and not exists (
       select from ledger.seal s
       where s.tenant_id = $1 and p.xid between s.first_xid and s.last_xid
         and position(uuid_send(p.id) in s.leaves) > 0)
     order by p.xid, p.id limit 1`,
  ),
  between: statement(
    'ledger.between',
    `select ${canonicalColumns} from ledger.posting p
     where p.tenant_id = $1 and (p.xid, p.id) > ($2::xid8, $3::uuid) and (p.xid, p.id) <= ($4::xid8, $5::uuid)
     order by p.xid, p.id`,
  ),
  exists: statement(
    'ledger.exists',
    'select true as found from ledger.posting p where p.tenant_id = $1 and p.id = $2 limit 1',
  ),
  sealOf: statement(
    'ledger.seal_of',
    `select s.number from ledger.seal s
     where s.tenant_id = $1 and position(uuid_send($2::uuid) in s.leaves) > 0 limit 1`,
  ),
  sealElsewhere: statement(
    'ledger.seal_elsewhere',
    `select s.number from ledger.seal s
     where s.tenant_id = $1 and s.epoch <> $4 and $2::xid8 between s.first_xid and s.last_xid
       and position(uuid_send($3::uuid) in s.leaves) > 0 limit 1`,
  ),
  count: statement(
    'ledger.count',
    'select count(*) as count from ledger.posting p where p.tenant_id = $1',
  ),
}
