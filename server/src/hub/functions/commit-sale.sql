-- Writes one sale of a tenant as commit_sales would, in half the steps. It books only what is in plain order: quoted
-- from what is still so, affordable, paying no debt. Everything else, and every refusal, it leaves to commit_sales, so
-- that the rules stand there alone. Arguments, answer and manner of calling are the same.
create or replace function hub.commit_sale(
  p_tenant uuid, p_now timestamptz, p_tolerance interval, p_sale json, p_transfers json)
returns table (n integer, status text, sale_id uuid, fingerprint bytea, available bigint)
language plpgsql security definer set search_path = pg_catalog
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  s hub.sale_proposal := json_populate_record(null::hub.sale_proposal, p_sale);
  v record;
  v_sum record;
  v_key uuid;
begin
  -- One row of each, locked in the order that all functions lock in: meter, usage point, account.
  select m.status, r.base_date, r.last_tid, u.version, a.currency, a.frozen, i.clock_mark,
         a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending as available
  into v
  from tokens.register r, meters.meter m, tariffs.usage_state u, ledger.account a, kernel.installation i
  where r.tenant_id = p_tenant and r.meter_id = s.meter_id
    and m.tenant_id = p_tenant and m.id = s.meter_id
    and u.tenant_id = p_tenant and u.usage_point_id = s.usage_point_id and u.commodity = s.commodity
    and a.tenant_id = p_tenant and a.id = s.vendor_account_id and a.kind = 1
    and i.singleton
  for update of r, u, a;

  if s.arrears_minor = 0 and s.units > 0 and v.status = 'installed' and v.version = s.usage_version
     and s.base_date = v.base_date and s.tid > v.last_tid
     and not v.frozen and s.currency = v.currency and s.net_minor <= v.available
     -- Once a minute commit_sales moves the mark.
     and v.clock_mark >= p_now - interval '1 minute' and hub.unfit(p_now, p_tolerance) is null
  then
    insert into hub.sale_key (tenant_id, client_id, key, sale_id, receipt_number, fingerprint)
    values (p_tenant, s.client_id, s.key, s.id, s.receipt_number, s.fingerprint)
    on conflict on constraint sale_key_pkey do nothing
    returning sale_id into v_key;
  end if;
  if v_key is null then
    -- Nothing is written yet.
    return query select * from hub.commit_sales(p_tenant, p_now, p_tolerance, json_build_array(p_sale), p_transfers);
    return;
  end if;

  insert into hub.sale (
    tenant_id, booked_at, id, state, back_end, channel, client_id, vendor_id, terminal_id, operator_id, utility_id,
    token_type, commodity, meter_id, usage_point_id, customer_id, tariff_version_id, business_day, receipt_number,
    currency, tender_minor, fee_minor, arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor,
    rounding_minor, margin_minor, units, tender_method, received_minor, trace, receipt, settled_at)
  values (p_tenant, s.booked_at, s.id, 'done', s.back_end, s.channel, s.client_id, s.vendor_id, s.terminal_id,
    s.operator_id, s.utility_id, s.token_type, s.commodity, s.meter_id, s.usage_point_id, s.customer_id,
    s.tariff_version_id, s.business_day, s.receipt_number, s.currency, s.tender_minor, s.fee_minor, s.arrears_minor,
    s.charge_minor, s.levy_minor, s.tax_minor, s.energy_minor, s.rounding_minor, s.margin_minor, s.units,
    s.tender_method, s.received_minor, s.trace, s.receipt, s.booked_at);

  insert into tokens.token (
    tenant_id, booked_at, origin_id, ordinal, meter_id, kind, tid, digits, units, supply_group, key_revision,
    tariff_index, base_date)
  values (p_tenant, s.booked_at, s.id, 1, s.meter_id, s.token_kind, s.tid, s.digits, s.units, s.supply_group,
    s.key_revision, s.tariff_index, s.base_date);

  insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
  values (p_tenant, s.id, 'token_sale', s.booked_at, s.business_day, s.utility_id, s.content_hash, pg_current_xact_id());

  -- Every transfer names accounts of this tenant by their true kind, and the float pays the sale's net cost.
  with t as (
    insert into ledger.transfer (
      tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id, debit_kind, credit_kind, minor, currency)
    select p_tenant, s.booked_at, s.id, t.line, t.d, t.c, t.dk, t.ck, t.m, s.currency
    from json_to_recordset(p_transfers) as t(line smallint, d uuid, c uuid, dk smallint, ck smallint, m bigint)
    join ledger.account d on d.tenant_id = p_tenant and d.id = t.d and d.kind = t.dk
    join ledger.account c on c.tenant_id = p_tenant and c.id = t.c and c.kind = t.ck
    on conflict do nothing
    returning debit_account_id, credit_account_id, minor)
  select count(*) as lines,
         coalesce(sum(t.minor) filter (where t.debit_account_id = s.vendor_account_id), 0)::bigint as debits,
         coalesce(sum(t.minor) filter (where t.credit_account_id = s.vendor_account_id), 0)::bigint as credits
  into v_sum from t;
  if v_sum.debits - v_sum.credits <> s.net_minor or v_sum.lines <> json_array_length(p_transfers) then
    raise exception 'a sale and its transfers disagree' using errcode = 'check_violation', constraint = 'sale_transfers';
  end if;

  insert into hub.outbox (tenant_id, sale_id, booked_at, event)
  values (p_tenant, s.id, s.booked_at, 'sale.done');
  update tokens.register r set last_tid = s.tid where r.tenant_id = p_tenant and r.meter_id = s.meter_id;
  update tariffs.usage_state u
  set version = u.version + 1, month = s.month, month_units = s.month_units, month_minor = s.month_minor,
      day = s.day, day_minor = s.day_minor, service_paid_through = s.service_paid_through,
      last_sale_at = s.booked_at, last_sale_minor = s.tender_minor
  where u.tenant_id = p_tenant and u.usage_point_id = s.usage_point_id and u.commodity = s.commodity;
  update ledger.account a
  set debits_posted = a.debits_posted + v_sum.debits, credits_posted = a.credits_posted + v_sum.credits
  where a.tenant_id = p_tenant and a.id = s.vendor_account_id;

  insert into hub.sale_day as d (
    tenant_id, business_day, vendor_id, utility_id, channel, token_type, currency, items, tender_minor, fee_minor,
    arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor, margin_minor, units)
  values (p_tenant, s.business_day, s.vendor_id, s.utility_id, s.channel, s.token_type, s.currency, 1, s.tender_minor,
    s.fee_minor, s.arrears_minor, s.charge_minor, s.levy_minor, s.tax_minor, s.energy_minor, s.margin_minor, s.units)
  on conflict on constraint sale_day_pkey do update set
    items = d.items + excluded.items, tender_minor = d.tender_minor + excluded.tender_minor,
    fee_minor = d.fee_minor + excluded.fee_minor, arrears_minor = d.arrears_minor + excluded.arrears_minor,
    charge_minor = d.charge_minor + excluded.charge_minor, levy_minor = d.levy_minor + excluded.levy_minor,
    tax_minor = d.tax_minor + excluded.tax_minor, energy_minor = d.energy_minor + excluded.energy_minor,
    margin_minor = d.margin_minor + excluded.margin_minor, units = d.units + excluded.units;

  return query select s.n, 'done'::text, s.id, null::bytea, v.available - s.net_minor;
end $$;
alter function hub.commit_sale(uuid, timestamptz, interval, json, json) owner to saldo_functions;
revoke execute on function hub.commit_sale(uuid, timestamptz, interval, json, json) from public;
grant execute on function hub.commit_sale(uuid, timestamptz, interval, json, json) to saldo_server;
