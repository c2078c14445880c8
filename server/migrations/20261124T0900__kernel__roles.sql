-- saldo: superuser
-- The roles everything else is granted to. Roles belong to the whole server, so each is made only when missing.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('saldo_owner',     'nologin'),            -- owns schemas and tables, migrates
      ('saldo_functions', 'nologin bypassrls'),  -- owns the set-based functions of the sale path
      ('saldo_server',    'login'),              -- answers requests; owns nothing, bypasses nothing
      ('saldo_worker',    'login'),              -- runs jobs; the same walls as the server
      ('saldo_backup',    'login bypassrls')     -- copies everything, changes nothing
    ) as r(name, options)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
end $$;

grant saldo_functions to saldo_owner;
grant pg_read_all_data to saldo_backup;

create extension if not exists btree_gist;

-- The tenant is entered by kernel.enter alone: an injected set_config must not move a request to another tenant.
revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
grant execute on function pg_catalog.set_config(text, text, boolean) to saldo_backup;
-- A function in pg_temp or a do block could still `set local`.
revoke usage on language plpgsql from public;
grant usage on language plpgsql to saldo_owner, saldo_functions;

do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant create on database %I to saldo_owner', current_database());
end $$;
revoke create on schema public from public;

grant execute on function pg_catalog.pg_backup_start(text, boolean) to saldo_backup;
grant execute on function pg_catalog.pg_backup_stop(boolean) to saldo_backup;
grant execute on function pg_catalog.pg_switch_wal() to saldo_backup;
