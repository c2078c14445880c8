create schema tariffs;
grant usage on schema tariffs to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table tariffs.tariff (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  code text not null,
  name text not null,
  commodity text not null,
  created_at timestamptz not null,
  constraint tariff_pkey primary key (tenant_id, id),
  constraint tariff_code unique (tenant_id, utility_id, code),
  constraint tariff_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint tariff_commodity check (commodity in ('electricity', 'water', 'gas'))
);
select kernel.protect('tariffs.tariff', 'select, insert, update');
grant select on tariffs.tariff to saldo_functions;

-- Immutable once scheduled. In force from valid_from until the next version of the same tariff.
create table tariffs.version (
  tenant_id uuid not null,
  id uuid not null,
  tariff_id uuid not null,
  number integer not null,
  state text not null,
  valid_from timestamptz not null,
  definition json not null,
  created_by text not null,
  approved_by text,
  created_at timestamptz not null,
  constraint version_pkey primary key (tenant_id, id),
  constraint version_number unique (tenant_id, tariff_id, number),
  constraint version_tariff foreign key (tenant_id, tariff_id) references tariffs.tariff (tenant_id, id),
  constraint version_state check (state in ('draft', 'waiting', 'scheduled', 'retired')),
  constraint version_second_person check (state in ('draft', 'waiting') or (approved_by is not null and approved_by <> created_by))
);
create index version_in_force on tariffs.version (tenant_id, tariff_id, valid_from) where state = 'scheduled';
select kernel.protect('tariffs.version', 'select, insert, update');
grant select on tariffs.version to saldo_functions;

-- The ids are cast in the exclusions so that only their own check uses these indexes: a lookup through GiST costs 50
-- times one through a B-tree, and the planner does not know.
-- Which tariff a usage point pays for a commodity, from when to when.
create table tariffs.assignment (
  tenant_id uuid not null,
  usage_point_id uuid not null,
  commodity text not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  tariff_id uuid not null,
  constraint tariff_assignment_pkey primary key (tenant_id, usage_point_id, commodity, valid_from),
  constraint tariff_assignment_point foreign key (tenant_id, usage_point_id) references usage_points.usage_point (tenant_id, id),
  constraint tariff_assignment_tariff foreign key (tenant_id, tariff_id) references tariffs.tariff (tenant_id, id),
  constraint tariff_assignment_no_overlap exclude using gist (
    tenant_id with =, (usage_point_id::text) with =, commodity with =, tstzrange(valid_from, valid_until) with &&)
);
select kernel.protect('tariffs.assignment', 'select, insert, update');
grant select on tariffs.assignment to saldo_functions;

-- What a price depends on besides the tariff: the month's units, what the day and month have cost, how far service
-- charges are paid. version counts every change of it, so that a sale is booked only on what it was quoted from.
create table tariffs.usage_state (
  tenant_id uuid not null,
  usage_point_id uuid not null,
  commodity text not null,
  version bigint not null,
  month date not null,
  month_units bigint not null,
  month_minor bigint not null,
  day date not null,
  day_minor bigint not null,
  service_paid_through date,
  free_units_month date,
  last_sale_at timestamptz,
  last_sale_minor bigint,
  constraint usage_state_pkey primary key (tenant_id, usage_point_id, commodity),
  constraint usage_state_point foreign key (tenant_id, usage_point_id) references usage_points.usage_point (tenant_id, id),
  constraint usage_state_counts check (month_units >= 0 and month_minor >= 0 and day_minor >= 0)
) with (fillfactor = 70);
select kernel.protect('tariffs.usage_state', 'select, insert, update');
grant select, update on tariffs.usage_state to saldo_functions;
