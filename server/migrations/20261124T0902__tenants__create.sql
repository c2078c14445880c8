create schema tenants;
grant usage on schema tenants to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- The operating companies. Global: it says only that a tenant exists and what it is called.
create table tenants.tenant (
  id uuid not null,
  name text not null,
  created_at timestamptz not null,
  constraint tenant_pkey primary key (id),
  constraint tenant_name check (char_length(name) between 1 and 120)
);
grant select, insert on tenants.tenant to saldo_server, saldo_worker;
grant select on tenants.tenant to saldo_functions;

create table tenants.utility (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  receipt_prefix text not null,
  currency text not null,
  currency_decimals smallint not null,
  time_zone text not null,
  commodities text[] not null,
  address text not null,
  tax_number text not null,
  support_phone text not null,
  receipt_message text not null,
  quick_amounts bigint[] not null,
  created_at timestamptz not null,
  constraint utility_pkey primary key (tenant_id, id),
  constraint utility_currency check (currency ~ '^[A-Z]{3}$'),
  constraint utility_decimals check (currency_decimals in (0, 2, 3)),
  constraint utility_commodities check (commodities <@ array['electricity', 'water', 'gas'] and cardinality(commodities) > 0),
  constraint utility_prefix check (receipt_prefix ~ '^[A-Z0-9]{1,6}$')
);
select kernel.protect('tenants.utility', 'select, insert, update');
grant select on tenants.utility to saldo_functions;

-- Human numbers are handed out in blocks, one block a server: unique, gaps allowed, no queue on a hot row.
create table tenants.number_series (
  tenant_id uuid not null,
  series text not null,
  next_number bigint not null,
  constraint number_series_pkey primary key (tenant_id, series)
);
select kernel.protect('tenants.number_series', 'select, insert, update');
