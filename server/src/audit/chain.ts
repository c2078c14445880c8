import type { Chain } from '../db/chain/chain.ts'
import { statement } from '../db/pool.ts'

// Every column of an event, written the same whatever the session's time zone and formats. Texts carry their length, so
// that no two events share a text; json is kept as it was written, so its text does not change.
const canonicalColumns = `e.id, e.xid::text as xid,
  concat_ws('|', 'saldo event 1', e.tenant_id, e.id, (extract(epoch from e.occurred_at) * 1000000)::bigint,
    octet_length(e.actor_kind), e.actor_kind, coalesce(e.actor_id::text, '-'),
    octet_length(e.actor_name), e.actor_name, octet_length(e.action), e.action,
    octet_length(e.object_kind), e.object_kind, octet_length(e.object_id), e.object_id,
    coalesce(octet_length(e.reason) || '|' || e.reason, '-'),
    coalesce(octet_length(e.before::text) || '|' || e.before::text, '-'),
    coalesce(octet_length(e.after::text) || '|' || e.after::text, '-'),
    coalesce(octet_length(e.request_id) || '|' || e.request_id, '-'),
    coalesce(octet_length(e.source_address) || '|' || e.source_address, '-'), e.xid) as canonical`

const sealColumns =
  's.epoch, s.number, s.sealed_at, s.first_xid, s.last_xid, s.events as rows, s.leaves, s.previous, s.head'

const after = `select ${canonicalColumns} from audit.event e
  where e.tenant_id = $1 and (e.xid, e.id) > ($2::xid8, $3::uuid)`

const inOrder = 'order by e.xid, e.id limit $4'

// A transaction below the oldest one still running has ended: what it wrote is all there.
const settled = 'e.xid < pg_snapshot_xmin(pg_current_snapshot())'

/** The audit trail as a chain: `audit.event` under `audit.seal`. */
export const auditChain: Chain = {
  name: 'saldo audit seal',
  row: 'event',
  lastSeal: statement(
    'audit.last_seal',
    `select ${sealColumns}, s.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) as in_future
     from audit.seal s where s.tenant_id = $1 order by s.epoch desc, s.number desc limit 1`,
  ),
  nextSeal: statement(
    'audit.next_seal',
    `select ${sealColumns} from audit.seal s
     where s.tenant_id = $1 and (s.epoch, s.number) >= ($2, $3) order by s.epoch, s.number limit 1`,
  ),
  insertSeal: statement(
    'audit.insert_seal',
    `insert into audit.seal (
       tenant_id, epoch, number, sealed_at, first_xid, last_xid, events, leaves, previous, head)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint seal_pkey do nothing`,
  ),
  settled: statement('audit.settled', `${after} and ${settled} ${inOrder}`),
  // Numbers of an earlier epoch come again: what it has sealed is not sealed twice.
  settledLater: statement(
    'audit.settled_later',
    `${after} and ${settled} and not exists (
       select from audit.seal s
       where s.tenant_id = $1 and s.epoch < $5 and e.xid between s.first_xid and s.last_xid
         and position(uuid_send(e.id) in s.leaves) > 0) ${inOrder}`,
  ),
  future: statement(
    'audit.future',
    `${after} and e.xid >= pg_snapshot_xmax(pg_current_snapshot()) ${inOrder}`,
  ),
  stray: statement(
    'audit.stray',
    `select e.id from audit.event e
     where e.tenant_id = $1 and (e.xid, e.id) > ($2::xid8, $3::uuid)
       and e.xid >= pg_snapshot_xmax(pg_current_snapshot()) and not exists (
         select from audit.seal s
         where s.tenant_id = $1 and e.xid between s.first_xid and s.last_xid
           and position(uuid_send(e.id) in s.leaves) > 0)
     order by e.xid, e.id limit 1`,
  ),
  between: statement(
    'audit.between',
    `${after} and (e.xid, e.id) <= ($4::xid8, $5::uuid) order by e.xid, e.id, e.occurred_at`,
  ),
  exists: statement(
    'audit.exists',
    'select true as found from audit.event e where e.tenant_id = $1 and e.id = $2 limit 1',
  ),
  sealOf: statement(
    'audit.seal_of',
    `select s.number from audit.seal s
     where s.tenant_id = $1 and position(uuid_send($2::uuid) in s.leaves) > 0 limit 1`,
  ),
  sealElsewhere: statement(
    'audit.seal_elsewhere',
    `select s.number from audit.seal s
     where s.tenant_id = $1 and s.epoch <> $4 and $2::xid8 between s.first_xid and s.last_xid
       and position(uuid_send($3::uuid) in s.leaves) > 0 limit 1`,
  ),
  count: statement(
    'audit.count',
    'select count(*) as count from audit.event e where e.tenant_id = $1',
  ),
}
