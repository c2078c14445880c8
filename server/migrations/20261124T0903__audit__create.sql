create schema audit;
grant usage on schema audit to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table audit.event (
  tenant_id uuid not null,
  occurred_at timestamptz not null,
  id uuid not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_kind text not null,
  object_id text not null,
  reason text,
  before json,
  after json,
  request_id text,
  source_address text,
  constraint event_pkey primary key (tenant_id, occurred_at, id)
) partition by range (occurred_at);
create index event_object on audit.event (tenant_id, object_kind, object_id, occurred_at);
select kernel.protect('audit.event', 'select, insert');
insert into kernel.partitioned (table_name) values ('audit.event');
