create schema vendors;
grant usage on schema vendors to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table vendors.vendor (
  tenant_id uuid not null,
  id uuid not null,
  number bigint not null,
  name text not null,
  address text not null,
  phone text not null,
  currency text not null,
  status text not null,
  -- net: the float pays retail less margin; gross: it pays retail, and the margin is owed to the vendor.
  margin_mode text not null,
  low_float_minor bigint not null,
  float_low_since timestamptz,
  created_at timestamptz not null,
  constraint vendor_pkey primary key (tenant_id, id),
  constraint vendor_number unique (tenant_id, number),
  constraint vendor_status check (status in ('applied', 'approved', 'suspended', 'closed')),
  constraint vendor_margin_mode check (margin_mode in ('net', 'gross'))
);
select kernel.protect('vendors.vendor', 'select, insert, update');
grant select on vendors.vendor to saldo_functions;

create table vendors.supply_group (
  tenant_id uuid not null,
  vendor_id uuid not null,
  supply_group_id uuid not null,
  constraint vendor_supply_group_pkey primary key (tenant_id, vendor_id, supply_group_id),
  constraint vendor_supply_group_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint vendor_supply_group_group foreign key (tenant_id, supply_group_id) references keys.supply_group (tenant_id, id)
);
select kernel.protect('vendors.supply_group', 'select, insert, delete');
grant select on vendors.supply_group to saldo_functions;

create table vendors.operator (
  tenant_id uuid not null,
  id uuid not null,
  vendor_id uuid not null,
  name text not null,
  role text not null,
  pin_hash text not null,
  status text not null,
  created_at timestamptz not null,
  constraint operator_pkey primary key (tenant_id, id),
  constraint operator_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint operator_role check (role in ('cashier', 'supervisor')),
  constraint operator_status check (status in ('active', 'disabled'))
);
create index operator_of_vendor on vendors.operator (tenant_id, vendor_id);
select kernel.protect('vendors.operator', 'select, insert, update');

-- A deposit to a vendor's float, confirmed by a person against a bank reference.
create table vendors.deposit (
  tenant_id uuid not null,
  id uuid not null,
  vendor_id uuid not null,
  minor bigint not null,
  currency text not null,
  bank_reference text not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  constraint deposit_pkey primary key (tenant_id, id),
  constraint deposit_reference unique (tenant_id, bank_reference),
  constraint deposit_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint deposit_positive check (minor > 0)
);
select kernel.protect('vendors.deposit', 'select, insert');
