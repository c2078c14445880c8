create schema meters;
grant usage on schema meters to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table meters.meter (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  serial_number text not null,
  commodity text not null,
  model text not null,
  status text not null,
  block_reason text,
  created_at timestamptz not null,
  constraint meter_pkey primary key (tenant_id, id),
  constraint meter_serial_number unique (tenant_id, serial_number),
  constraint meter_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint meter_serial_digits check (serial_number ~ '^([0-9]{11}|[0-9]{13})$'),
  constraint meter_commodity check (commodity in ('electricity', 'water', 'gas')),
  constraint meter_status check (status in ('stock', 'installed', 'blocked', 'faulty', 'removed', 'scrapped'))
);
select kernel.protect('meters.meter', 'select, insert, update');
grant select on meters.meter to saldo_functions;

-- The ids are cast in the exclusions so that only their own check uses these indexes: a lookup through GiST costs 50
-- times one through a B-tree, and the planner does not know.
-- What the meter's token chip holds, and since when: the history of its keys.
create table meters.sts_data (
  tenant_id uuid not null,
  meter_id uuid not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  supply_group_id uuid not null,
  key_revision smallint not null,
  key_type smallint not null,
  tariff_index smallint not null,
  key_expiry smallint not null,
  key_algorithm smallint not null,
  encryption_algorithm smallint not null,
  base_date smallint not null,
  constraint sts_data_pkey primary key (tenant_id, meter_id, valid_from),
  constraint sts_data_meter foreign key (tenant_id, meter_id) references meters.meter (tenant_id, id),
  constraint sts_data_group foreign key (tenant_id, supply_group_id) references keys.supply_group (tenant_id, id),
  constraint sts_data_no_overlap exclude using gist (
    tenant_id with =, (meter_id::text) with =, tstzrange(valid_from, valid_until) with &&),
  constraint sts_data_tariff_index check (tariff_index between 0 and 99),
  constraint sts_data_encryption check (encryption_algorithm in (7, 11)),
  constraint sts_data_key_algorithm check (key_algorithm in (2, 4)),
  constraint sts_data_base check (base_date in (1993, 2014, 2035))
);
select kernel.protect('meters.sts_data', 'select, insert, update');
grant select on meters.sts_data to saldo_functions;
