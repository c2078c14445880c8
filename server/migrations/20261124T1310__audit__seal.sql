-- The transaction that wrote an event: the chain follows transactions in their order (DESIGN.md section 6). Events from
-- before it was kept have 0 and go into the first block, in the order of their ids.
alter table audit.event add column xid xid8 not null default '0';
create index event_order on audit.event (tenant_id, xid, id);

-- Blocks of events, chained. leaves holds 16 bytes of id and 16 bytes of hash for every event of the block.
create table audit.seal (
  tenant_id uuid not null,
  epoch integer not null,
  number bigint not null,
  sealed_at timestamptz not null,
  first_xid xid8 not null,
  last_xid xid8 not null,
  events integer not null,
  leaves bytea not null,
  previous bytea not null,
  head bytea not null,
  constraint seal_pkey primary key (tenant_id, epoch, number)
);
select kernel.protect('audit.seal', 'select, insert');
