-- Until a table is analyzed the planner believes that a tenant has a handful of rows, and checks each foreign key of
-- a row that an import brings by reading all that came before it. Whoever fills a table asks for figures at once
-- rather than a minute later. A table that somebody else analyzes or cleans at this moment is left to them.
create function kernel.take_figures(p_tables text[]) returns void
  language plpgsql security definer set search_path = pg_catalog
as $$
declare
  wanted regclass;
begin
  for wanted in
    select c.oid::regclass
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname || '.' || c.relname = any (p_tables) and c.relkind = 'r' and c.relowner = 'saldo_owner'::regrole
    order by 1
  loop
    execute format('analyze (skip_locked) %s', wanted);
  end loop;
end $$;
revoke execute on function kernel.take_figures(text[]) from public;
grant execute on function kernel.take_figures(text[]) to saldo_server, saldo_worker;
