-- The long way, for a back end outside the database. First step: write the sale down and hold its net cost on the
-- float, in one statement, before anyone is called. The answers are those of commit_sales; done means held.
create or replace function hub.hold_sale(
  p_tenant uuid, p_now timestamptz, p_tolerance interval, p_sale json, p_transfers json, p_ask_at timestamptz)
returns table (status text, sale_id uuid, fingerprint bytea, available bigint)
language plpgsql security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  s hub.sale_proposal := json_populate_record(null::hub.sale_proposal, p_sale);
  v_unfit text := hub.unfit(p_now, p_tolerance);
  v_account record;
  v_key record;
  v_written integer;
begin
  select a.id, a.frozen, a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending as available
  into v_account
  from ledger.account a where a.tenant_id = p_tenant and a.id = s.vendor_account_id for update;

  insert into hub.sale_key (tenant_id, client_id, key, sale_id, receipt_number, fingerprint)
  select p_tenant, s.client_id, s.key, s.id, s.receipt_number, s.fingerprint
  where v_unfit is null and v_account.id is not null and not v_account.frozen and v_account.available >= s.net_minor
  on conflict on constraint sale_key_pkey do nothing;
  get diagnostics v_written = row_count;

  if v_written = 0 then
    perform pg_logical_emit_message(true, 'saldo', '');
    select k.sale_id, k.fingerprint into v_key
    from hub.sale_key k where k.tenant_id = p_tenant and k.client_id = s.client_id and k.key = s.key;
    return query select case
        when v_key.sale_id is not null then 'found'
        when v_unfit is not null then v_unfit
        when v_account.id is null or v_account.frozen then 'frozen'
        else 'funds' end,
      coalesce(v_key.sale_id, s.id), v_key.fingerprint, v_account.available;
    return;
  end if;

  insert into hub.sale (
    tenant_id, booked_at, id, state, back_end, channel, client_id, vendor_id, terminal_id, operator_id, utility_id,
    token_type, commodity, meter_id, usage_point_id, customer_id, tariff_version_id, business_day, receipt_number,
    currency, tender_minor, fee_minor, arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor,
    rounding_minor, margin_minor, units, tender_method, received_minor, trace, receipt)
  values (p_tenant, s.booked_at, s.id, 'held', s.back_end, s.channel, s.client_id, s.vendor_id, s.terminal_id,
    s.operator_id, s.utility_id, s.token_type, s.commodity, s.meter_id, s.usage_point_id, s.customer_id,
    s.tariff_version_id, s.business_day, s.receipt_number, s.currency, s.tender_minor, s.fee_minor, s.arrears_minor,
    s.charge_minor, s.levy_minor, s.tax_minor, s.energy_minor, s.rounding_minor, s.margin_minor, s.units,
    s.tender_method, s.received_minor, s.trace, s.receipt);
  insert into hub.hold (tenant_id, sale_id, booked_at, account_id, minor, transfers, asked, next_ask_at)
  values (p_tenant, s.id, s.booked_at, s.vendor_account_id, s.net_minor, p_transfers, 0, p_ask_at);
  update ledger.account a set debits_pending = a.debits_pending + s.net_minor
  where a.tenant_id = p_tenant and a.id = s.vendor_account_id;
  return query select 'done', s.id, s.fingerprint, v_account.available - s.net_minor;
end $$;
alter function hub.hold_sale(uuid, timestamptz, interval, json, json, timestamptz) owner to saldo_functions;
revoke execute on function hub.hold_sale(uuid, timestamptz, interval, json, json, timestamptz) from public;
grant execute on function hub.hold_sale(uuid, timestamptz, interval, json, json, timestamptz) to saldo_server;

-- Last step: what the back end said decides. issued books the sale, refused gives the held money back, unknown keeps it
-- and says when to ask again. The first definite answer wins; a later one finds 'already_done' or 'already_refused'.
create or replace function hub.settle_sale(
  p_tenant uuid, p_now timestamptz, p_sale uuid, p_booked_at timestamptz, p_outcome text, p_tokens json,
  p_content_hash bytea, p_ask_at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog
as $$
#variable_conflict use_column
declare
  v_hold hub.hold;
  v_sale hub.sale;
  v_written integer;
begin
  select h.* into v_hold from hub.hold h where h.tenant_id = p_tenant and h.sale_id = p_sale for update;
  select s.* into v_sale from hub.sale s
  where s.tenant_id = p_tenant and s.booked_at = p_booked_at and s.id = p_sale;
  if v_sale.id is null then
    return 'missing';
  end if;
  if v_hold.sale_id is null then
    perform pg_logical_emit_message(true, 'saldo', '');
    return 'already_' || v_sale.state;
  end if;

  if p_outcome = 'unknown' then
    update hub.sale s set state = 'unknown'
    where s.tenant_id = p_tenant and s.booked_at = p_booked_at and s.id = p_sale and s.state = 'held';
    update hub.hold h set asked = h.asked + 1, next_ask_at = p_ask_at
    where h.tenant_id = p_tenant and h.sale_id = p_sale;
    return 'unknown';
  end if;

  delete from hub.hold h where h.tenant_id = p_tenant and h.sale_id = p_sale;
  if p_outcome = 'refused' then
    update ledger.account a set debits_pending = a.debits_pending - v_hold.minor
    where a.tenant_id = p_tenant and a.id = v_hold.account_id;
    update hub.sale s set state = 'refused', settled_at = p_now
    where s.tenant_id = p_tenant and s.booked_at = p_booked_at and s.id = p_sale;
    return 'refused';
  end if;

  update hub.sale s set state = 'done', settled_at = p_now
  where s.tenant_id = p_tenant and s.booked_at = p_booked_at and s.id = p_sale;
  insert into tokens.token (tenant_id, booked_at, origin_id, ordinal, meter_id, kind, digits, units)
  select p_tenant, p_booked_at, p_sale, t.ordinal, v_sale.meter_id, t.kind, t.digits, t.units
  from json_to_recordset(p_tokens) as t(ordinal smallint, kind text, digits text, units bigint)
  on conflict do nothing;
  insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
  values (p_tenant, p_sale, 'outside_sale', p_booked_at, v_sale.business_day, v_sale.utility_id, p_content_hash,
    pg_current_xact_id());
  insert into ledger.transfer (
    tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id, debit_kind, credit_kind, minor, currency)
  select p_tenant, p_booked_at, p_sale, t.line, t.d, t.c, da.kind, ca.kind, t.m, v_sale.currency
  from json_to_recordset(v_hold.transfers) as t(line smallint, d uuid, c uuid, m bigint)
  join ledger.account da on da.tenant_id = p_tenant and da.id = t.d and da.currency = v_sale.currency
  join ledger.account ca on ca.tenant_id = p_tenant and ca.id = t.c and ca.currency = v_sale.currency
  on conflict do nothing;
  get diagnostics v_written = row_count;
  if v_written <> json_array_length(v_hold.transfers) then
    raise exception 'a held transfer names an account that is not here'
      using errcode = 'check_violation', constraint = 'sale_transfers';
  end if;
  update ledger.account a
  set debits_pending = a.debits_pending - case when a.id = v_hold.account_id then v_hold.minor else 0 end,
      debits_posted = a.debits_posted + x.debits, credits_posted = a.credits_posted + x.credits
  from (
    select y.id, sum(y.debits)::bigint as debits, sum(y.credits)::bigint as credits
    from (select t.d as id, t.m as debits, 0 as credits
          from json_to_recordset(v_hold.transfers) as t(d uuid, m bigint)
          union all
          select t.c, 0, t.m from json_to_recordset(v_hold.transfers) as t(c uuid, m bigint)) y
    group by y.id) x
  where a.tenant_id = p_tenant and a.id = x.id and a.running;
  insert into hub.outbox (tenant_id, sale_id, booked_at, event) values (p_tenant, p_sale, p_booked_at, 'sale.done');
  insert into hub.sale_day as d (
    tenant_id, business_day, vendor_id, utility_id, channel, token_type, currency, items, tender_minor, fee_minor,
    arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor, margin_minor, units)
  values (p_tenant, v_sale.business_day, v_sale.vendor_id, v_sale.utility_id, v_sale.channel, v_sale.token_type,
    v_sale.currency, 1, v_sale.tender_minor, v_sale.fee_minor, v_sale.arrears_minor, v_sale.charge_minor,
    v_sale.levy_minor, v_sale.tax_minor, v_sale.energy_minor, v_sale.margin_minor, v_sale.units)
  on conflict on constraint sale_day_pkey do update set
    items = d.items + excluded.items, tender_minor = d.tender_minor + excluded.tender_minor,
    fee_minor = d.fee_minor + excluded.fee_minor, arrears_minor = d.arrears_minor + excluded.arrears_minor,
    charge_minor = d.charge_minor + excluded.charge_minor, levy_minor = d.levy_minor + excluded.levy_minor,
    tax_minor = d.tax_minor + excluded.tax_minor, energy_minor = d.energy_minor + excluded.energy_minor,
    margin_minor = d.margin_minor + excluded.margin_minor, units = d.units + excluded.units;
  return 'done';
end $$;
alter function hub.settle_sale(uuid, timestamptz, uuid, timestamptz, text, json, bytea, timestamptz) owner to saldo_functions;
revoke execute on function hub.settle_sale(uuid, timestamptz, uuid, timestamptz, text, json, bytea, timestamptz) from public;
grant execute on function hub.settle_sale(uuid, timestamptz, uuid, timestamptz, text, json, bytea, timestamptz)
  to saldo_server, saldo_worker;
