-- Posts one event outside the sale path: a deposit, a debt, an adjustment. Called inside a transaction that has entered
-- its tenant. p_transfers: [{"line":1,"d":"account","c":"account","m":"12500"}]; running accounts are locked ascending.
-- A second posting for the same event violates posting_pkey; a float or a debt beyond its limit violates its constraint.
create or replace function ledger.post(
  p_tenant uuid, p_id uuid, p_kind text, p_booked_at timestamptz, p_business_day date, p_utility uuid,
  p_content_hash bytea, p_transfers json) returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  v_wanted integer;
  v_written integer;
begin
  if p_tenant is distinct from kernel.tenant() then
    raise exception 'the transaction has not entered this tenant' using errcode = 'insufficient_privilege';
  end if;

  perform 1 from (
    select a.id from ledger.account a
    where a.tenant_id = p_tenant and a.running and a.id in (
      select t.d from json_to_recordset(p_transfers) as t(d uuid)
      union select t.c from json_to_recordset(p_transfers) as t(c uuid))
    order by a.id for update) locked;

  insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
  values (p_tenant, p_id, p_kind, p_booked_at, p_business_day, p_utility, p_content_hash, pg_current_xact_id());

  select count(*) into v_wanted from json_array_elements(p_transfers);
  insert into ledger.transfer (
    tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id, debit_kind, credit_kind, minor, currency)
  select p_tenant, p_booked_at, p_id, t.line, da.id, ca.id, da.kind, ca.kind, t.m, da.currency
  from json_to_recordset(p_transfers) as t(line smallint, d uuid, c uuid, m bigint)
  join ledger.account da on da.tenant_id = p_tenant and da.id = t.d and not da.frozen
  join ledger.account ca on ca.tenant_id = p_tenant and ca.id = t.c and not ca.frozen and ca.currency = da.currency
  on conflict do nothing;
  get diagnostics v_written = row_count;
  if v_written <> v_wanted then
    raise exception 'a transfer names an account that is not here, is frozen, or has another currency'
      using errcode = 'foreign_key_violation', constraint = 'transfer_accounts';
  end if;

  update ledger.account a
  set debits_posted = a.debits_posted + x.debits, credits_posted = a.credits_posted + x.credits
  from (
    select y.id, sum(y.debits)::bigint as debits, sum(y.credits)::bigint as credits
    from (select t.d as id, t.m as debits, 0 as credits from json_to_recordset(p_transfers) as t(d uuid, m bigint)
          union all
          select t.c, 0, t.m from json_to_recordset(p_transfers) as t(c uuid, m bigint)) y
    group by y.id) x
  where a.tenant_id = p_tenant and a.id = x.id and a.running;
end $$;
grant create on schema ledger to saldo_functions;
alter function ledger.post(uuid, uuid, text, timestamptz, date, uuid, bytea, json) owner to saldo_functions;
revoke execute on function ledger.post(uuid, uuid, text, timestamptz, date, uuid, bytea, json) from public;
grant execute on function ledger.post(uuid, uuid, text, timestamptz, date, uuid, bytea, json) to saldo_server, saldo_worker;
