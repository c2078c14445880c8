create schema if not exists kernel;
grant usage on schema kernel to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- The tenant this transaction has entered; null, and so no rows, when it has entered none.
create function kernel.tenant() returns uuid
  language sql stable parallel safe
  return nullif(pg_catalog.current_setting('saldo.tenant', true), '')::uuid;

-- One way: once a transaction has entered a tenant it cannot enter another.
create function kernel.enter(p_tenant uuid) returns void
  language plpgsql security definer set search_path = pg_catalog
as $$
declare
  entered text := coalesce(current_setting('saldo.tenant', true), '');
begin
  if p_tenant is null then
    raise exception 'a tenant must be named' using errcode = 'null_value_not_allowed';
  end if;
  if entered not in ('', p_tenant::text) then
    raise exception 'this transaction has entered a tenant already' using errcode = 'insufficient_privilege';
  end if;
  execute format('set local saldo.tenant = %L', p_tenant);
end $$;

-- Puts a tenant table behind row-level security and grants what the server and the worker may do with it.
create function kernel.protect(p_table regclass, p_privileges text) returns void
  language plpgsql security invoker set search_path = pg_catalog
as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  execute format(
    'create policy tenant on %s using (tenant_id = kernel.tenant()) with check (tenant_id = kernel.tenant())',
    p_table);
  execute format('grant %s on %s to saldo_server, saldo_worker', p_privileges, p_table);
end $$;
revoke execute on function kernel.protect(regclass, text) from public;

-- What must be unique across tenants, and leads to the tenant: sign-in names, device ids, enrolment codes (hashed).
create table kernel.directory (
  kind text not null,
  name text not null,
  tenant_id uuid not null,
  constraint directory_pkey primary key (kind, name),
  constraint directory_kind check (kind in ('sign_in_name', 'terminal', 'enrolment_code'))
);
grant select, insert, delete on kernel.directory to saldo_server, saldo_worker;

-- One row: this installation. A restored copy is quarantined until a named person releases it.
create table kernel.installation (
  singleton boolean not null default true,
  quarantined_at timestamptz,
  quarantine_reason text,
  released_at timestamptz,
  released_by text,
  demo_tenant_id uuid,
  -- The latest time a sale was booked at, kept to the minute: a clock that jumps far beyond it is not believed.
  clock_mark timestamptz,
  clock_trusted_at timestamptz,
  clock_trusted_by text,
  constraint installation_pkey primary key (singleton),
  constraint installation_one check (singleton)
);
insert into kernel.installation (singleton) values (true);
grant select on kernel.installation to saldo_server, saldo_worker, saldo_functions;
grant update (demo_tenant_id) on kernel.installation to saldo_server;
grant update (clock_mark) on kernel.installation to saldo_functions;

-- True while this copy may issue nothing and send nothing. The setting is written by a restore before the first start.
create function kernel.quarantined() returns boolean
  language sql stable security definer set search_path = pg_catalog, kernel
  return pg_catalog.current_setting('saldo.quarantine', true) is not distinct from 'on'
      or (select i.quarantined_at is not null and i.released_at is null from kernel.installation i);

-- The tables kept in monthly partitions.
create table kernel.partitioned (
  table_name text not null,
  constraint partitioned_pkey primary key (table_name)
);
grant select on kernel.partitioned to saldo_server, saldo_worker;

-- Makes the partitions of p_months months from the month of p_from (UTC). Returns how many were new. Rows of up to
-- 8 kB stay in line: compressing a sale's trace would cost more than the sale.
create function kernel.make_partitions(p_from date, p_months integer) returns integer
  language plpgsql security definer set search_path = pg_catalog
as $$
declare
  wanted record;
  made integer := 0;
begin
  for wanted in
    select p.table_name, m::date as month,
           split_part(p.table_name, '.', 1) as schema_name,
           split_part(p.table_name, '.', 2) || to_char(m, '"_"YYYY"_"MM') as partition_name
    from kernel.partitioned p,
         generate_series(date_trunc('month', p_from::timestamp),
                         date_trunc('month', p_from::timestamp) + make_interval(months => p_months - 1),
                         interval '1 month') m
    order by p.table_name, m
  loop
    if to_regclass(format('%I.%I', wanted.schema_name, wanted.partition_name)) is null then
      execute format(
        'create table %I.%I partition of %s for values from (%L) to (%L) with (toast_tuple_target = 8160)',
        wanted.schema_name, wanted.partition_name, wanted.table_name,
        to_char(wanted.month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(wanted.month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
revoke execute on function kernel.make_partitions(date, integer) from public;
grant execute on function kernel.make_partitions(date, integer) to saldo_server, saldo_worker;
