create schema keys;
grant usage on schema keys to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table keys.supply_group (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  code text not null,
  name text not null,
  created_at timestamptz not null,
  constraint supply_group_pkey primary key (tenant_id, id),
  constraint supply_group_code unique (tenant_id, code),
  constraint supply_group_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint supply_group_digits check (code ~ '^[0-9]{6}$')
);
select kernel.protect('keys.supply_group', 'select, insert, update');
grant select on keys.supply_group to saldo_functions;

-- A vending key is never stored in clear: wrapped by AES-256-GCM under the data key named by wrapping_key.
create table keys.vending_key (
  tenant_id uuid not null,
  id uuid not null,
  supply_group_id uuid not null,
  key_revision smallint not null,
  key_type smallint not null,
  algorithm smallint not null,
  base_date smallint not null,
  key_expiry smallint not null,
  wrapped bytea not null,
  wrapping_key text not null,
  check_value text not null,
  state text not null,
  active_from timestamptz not null,
  issue_until timestamptz,
  loaded_by text[] not null,
  loaded_at timestamptz not null,
  constraint vending_key_pkey primary key (tenant_id, id),
  constraint vending_key_revision unique (tenant_id, supply_group_id, key_revision, key_type, base_date, algorithm),
  constraint vending_key_group foreign key (tenant_id, supply_group_id) references keys.supply_group (tenant_id, id),
  constraint vending_key_krn check (key_revision between 1 and 9),
  constraint vending_key_type check (key_type in (1, 2)),
  constraint vending_key_algorithm check (algorithm in (2, 4)),
  constraint vending_key_base check (base_date in (1993, 2014, 2035)),
  constraint vending_key_ken check (key_expiry between 0 and 255),
  constraint vending_key_two_people check (cardinality(loaded_by) >= 2),
  constraint vending_key_state check (state in ('pre_active', 'active', 'suspended', 'deactivated', 'compromised', 'destroyed'))
);
select kernel.protect('keys.vending_key', 'select, insert, update');
grant select on keys.vending_key to saldo_functions;
