create schema tokens;
grant usage on schema tokens to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- The last token identifier of each meter: the database decides, not a clock.
create table tokens.register (
  tenant_id uuid not null,
  meter_id uuid not null,
  base_date smallint not null,
  last_tid integer not null,
  constraint register_pkey primary key (tenant_id, meter_id),
  constraint register_meter foreign key (tenant_id, meter_id) references meters.meter (tenant_id, id),
  constraint register_tid check (last_tid between 0 and 16777215)
) with (fillfactor = 70);
select kernel.protect('tokens.register', 'select, insert, update');
grant select, update on tokens.register to saldo_functions;

create table tokens.token (
  tenant_id uuid not null,
  booked_at timestamptz not null,
  -- The sale or approval this token was made for.
  origin_id uuid not null,
  ordinal smallint not null,
  meter_id uuid,
  kind text not null,
  tid integer,
  digits text not null,
  units bigint not null,
  -- Null where an outside back end made the token.
  supply_group text,
  key_revision smallint,
  tariff_index smallint,
  base_date smallint,
  constraint token_pkey primary key (tenant_id, booked_at, origin_id, ordinal),
  constraint token_digits check (digits ~ '^[0-9]{20}$'),
  constraint token_kind check (kind in ('credit', 'free_units', 'key_change', 'engineering'))
) partition by range (booked_at);
create index token_of_meter on tokens.token (tenant_id, meter_id, tid);
select kernel.protect('tokens.token', 'select');
grant select, insert on tokens.token to saldo_functions;
insert into kernel.partitioned (table_name) values ('tokens.token');
