create schema usage_points;
grant usage on schema usage_points to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table usage_points.usage_point (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  number text not null,
  address text not null,
  area text not null,
  created_at timestamptz not null,
  constraint usage_point_pkey primary key (tenant_id, id),
  constraint usage_point_number unique (tenant_id, utility_id, number),
  constraint usage_point_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id)
);
select kernel.protect('usage_points.usage_point', 'select, insert, update');
grant select on usage_points.usage_point to saldo_functions;

-- The ids are cast in the exclusions so that only their own check uses these indexes: a lookup through GiST costs 50
-- times one through a B-tree, and the planner does not know.
-- Which meter serves which usage point and customer, from when to when. The database refuses an overlap.
create table usage_points.link (
  tenant_id uuid not null,
  id uuid not null,
  usage_point_id uuid not null,
  meter_id uuid not null,
  customer_id uuid,
  commodity text not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  constraint link_pkey primary key (tenant_id, id),
  constraint link_usage_point foreign key (tenant_id, usage_point_id) references usage_points.usage_point (tenant_id, id),
  constraint link_meter foreign key (tenant_id, meter_id) references meters.meter (tenant_id, id),
  constraint link_customer foreign key (tenant_id, customer_id) references customers.customer (tenant_id, id),
  constraint link_meter_once exclude using gist (
    tenant_id with =, (meter_id::text) with =, tstzrange(valid_from, valid_until) with &&),
  constraint link_place_once exclude using gist (
    tenant_id with =, (usage_point_id::text) with =, commodity with =, tstzrange(valid_from, valid_until) with &&)
);
create index link_of_meter on usage_points.link (tenant_id, meter_id, valid_from);
select kernel.protect('usage_points.link', 'select, insert, update');
grant select on usage_points.link to saldo_functions;
