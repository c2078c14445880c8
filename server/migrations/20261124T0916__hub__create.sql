create schema hub;
grant usage on schema hub to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- One row for every key a client ever sold under, kept for ever and never partitioned: the same key answers with the
-- same sale for as long as the books exist.
create table hub.sale_key (
  tenant_id uuid not null,
  client_id uuid not null,
  key text not null,
  sale_id uuid not null,
  receipt_number bigint not null,
  fingerprint bytea not null,
  constraint sale_key_pkey primary key (tenant_id, client_id, key),
  constraint sale_key_sale unique (tenant_id, client_id, sale_id),
  constraint sale_key_receipt unique (tenant_id, receipt_number),
  constraint sale_key_length check (char_length(key) between 8 and 64)
);
select kernel.protect('hub.sale_key', 'select');
grant select, insert on hub.sale_key to saldo_functions;

create table hub.sale (
  tenant_id uuid not null,
  booked_at timestamptz not null,
  id uuid not null,
  state text not null,
  back_end text not null,
  channel text not null,
  client_id uuid not null,
  vendor_id uuid not null,
  terminal_id uuid,
  operator_id uuid,
  utility_id uuid not null,
  token_type text not null,
  commodity text not null,
  -- Null where an outside back end sold for a meter that is not ours.
  meter_id uuid,
  usage_point_id uuid,
  customer_id uuid,
  tariff_version_id uuid,
  business_day date not null,
  receipt_number bigint not null,
  currency text not null,
  tender_minor bigint not null,
  fee_minor bigint not null,
  arrears_minor bigint not null,
  charge_minor bigint not null,
  levy_minor bigint not null,
  tax_minor bigint not null,
  energy_minor bigint not null,
  rounding_minor bigint not null,
  margin_minor bigint not null,
  units bigint not null,
  tender_method text not null,
  received_minor bigint,
  -- How the price came about, and what the receipt said: stored as they were, for ever.
  trace json not null,
  receipt json not null,
  settled_at timestamptz,
  constraint sale_pkey primary key (tenant_id, booked_at, id),
  constraint sale_state check (state in ('done', 'held', 'unknown', 'refused', 'reversed')),
  constraint sale_sums check (tender_minor = fee_minor + arrears_minor + charge_minor + levy_minor + tax_minor
    + energy_minor + rounding_minor),
  constraint sale_positive check (tender_minor > 0 and fee_minor >= 0 and arrears_minor >= 0 and charge_minor >= 0
    and levy_minor >= 0 and tax_minor >= 0 and energy_minor >= 0 and margin_minor >= 0 and units >= 0)
) partition by range (booked_at);
create index sale_of_meter on hub.sale (tenant_id, meter_id, booked_at);
select kernel.protect('hub.sale', 'select');
grant select, insert, update on hub.sale to saldo_functions;
insert into kernel.partitioned (table_name) values ('hub.sale');

-- Money held for a sale whose external back end has not answered yet.
create table hub.hold (
  tenant_id uuid not null,
  sale_id uuid not null,
  booked_at timestamptz not null,
  account_id uuid not null,
  minor bigint not null,
  transfers json not null,
  asked integer not null,
  next_ask_at timestamptz not null,
  constraint hold_pkey primary key (tenant_id, sale_id),
  constraint hold_account foreign key (tenant_id, account_id) references ledger.account (tenant_id, id),
  constraint hold_positive check (minor > 0)
);
create index hold_due on hub.hold (tenant_id, next_ask_at);
select kernel.protect('hub.hold', 'select');
grant select, insert, update, delete on hub.hold to saldo_functions;

-- What committed sales set off. One row a sale, written with it, drained by a job, deleted when delivered.
create table hub.outbox (
  tenant_id uuid not null,
  sale_id uuid not null,
  booked_at timestamptz not null,
  event text not null,
  constraint outbox_pkey primary key (tenant_id, sale_id, event)
);
select kernel.protect('hub.outbox', 'select, update, delete');
grant select, insert, delete on hub.outbox to saldo_functions;

-- Reprints: each asked for once under its key, counted, never a new token.
create table hub.reprint (
  tenant_id uuid not null,
  sale_id uuid not null,
  copy integer not null,
  client_id uuid not null,
  key text not null,
  operator_id uuid,
  printed_at timestamptz not null,
  constraint reprint_pkey primary key (tenant_id, sale_id, copy),
  constraint reprint_key unique (tenant_id, client_id, key)
);
select kernel.protect('hub.reprint', 'select, insert');

-- The day's sales by vendor, channel and token type, kept by the sale path itself.
create table hub.sale_day (
  tenant_id uuid not null,
  business_day date not null,
  vendor_id uuid not null,
  utility_id uuid not null,
  channel text not null,
  token_type text not null,
  currency text not null,
  items bigint not null,
  tender_minor bigint not null,
  fee_minor bigint not null,
  arrears_minor bigint not null,
  charge_minor bigint not null,
  levy_minor bigint not null,
  tax_minor bigint not null,
  energy_minor bigint not null,
  margin_minor bigint not null,
  units bigint not null,
  constraint sale_day_pkey primary key (tenant_id, business_day, vendor_id, utility_id, channel, token_type, currency)
) with (fillfactor = 70);
select kernel.protect('hub.sale_day', 'select');
grant select, insert, update on hub.sale_day to saldo_functions;

-- What the server proposes to commit: one sale with the state it was quoted from.
create type hub.sale_proposal as (
  n integer, id uuid, booked_at timestamptz, client_id uuid, key text, fingerprint bytea, receipt_number bigint,
  back_end text, channel text, vendor_id uuid, vendor_account_id uuid, terminal_id uuid, operator_id uuid,
  utility_id uuid, token_type text, commodity text, meter_id uuid, usage_point_id uuid, customer_id uuid,
  tariff_version_id uuid, business_day date, currency text, tender_minor bigint, fee_minor bigint,
  arrears_minor bigint, charge_minor bigint, levy_minor bigint, tax_minor bigint, energy_minor bigint,
  rounding_minor bigint, margin_minor bigint, net_minor bigint, units bigint, tender_method text,
  received_minor bigint, trace json, receipt json, content_hash bytea,
  -- quoted from, and what it becomes
  usage_version bigint, month date, month_units bigint, month_minor bigint, day date, day_minor bigint,
  service_paid_through date, base_date smallint, tid integer,
  -- the token
  token_kind text, digits text, supply_group text, key_revision smallint, tariff_index smallint
);
-- One transfer of a proposal, with the kinds of its accounts. owed is set when the credit account is a debt: what was owed when it was quoted.
create type hub.transfer_proposal as (
  n integer, line smallint, d uuid, dk smallint, c uuid, ck smallint, m bigint, owed bigint);
create type hub.locked_account as (
  id uuid, currency text, frozen boolean, available bigint);
create type hub.locked_register as (meter_id uuid, base_date smallint, last_tid integer);
create type hub.locked_usage as (usage_point_id uuid, commodity text, version bigint);
