-- Writes a batch of sales of one tenant: key, sale, token, posting, transfers, balances, counters, rollup, outbox.
-- One status a row; a row that cannot be sold never fails the others:
--   done           booked; available is what the float has left
--   found          this client has sold under this key before: sale_id and fingerprint are the first one's
--   stale          quoted from what is no longer so: quote again
--   again          another row of this batch goes first: send again
--   funds, frozen, blocked, clock, quarantined     refused, nothing written
-- Call it as one statement outside a transaction block: the answer means that the commit is done.
create or replace function hub.commit_sales(
  p_tenant uuid, p_now timestamptz, p_tolerance interval, p_sales json, p_transfers json)
returns table (n integer, status text, sale_id uuid, fingerprint bytea, available bigint)
language plpgsql security definer set search_path = pg_catalog
-- Plans are made once, perhaps while the tables are empty: this keeps them off whole tables.
set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_sales hub.sale_proposal[];
  v_transfers hub.transfer_proposal[];
  v_registers hub.locked_register[];
  v_usage hub.locked_usage[];
  v_accounts hub.locked_account[];
  v_status text[];
  v_done integer[];
  v_unfit text := hub.unfit(p_now, p_tolerance);
  v_xid xid8 := pg_current_xact_id();
  v_faults bigint;
  v_stale integer[];
begin
  v_sales := array(select s from json_populate_recordset(null::hub.sale_proposal, p_sales) s);
  v_transfers := array(select t from json_populate_recordset(null::hub.transfer_proposal, p_transfers) t);

  -- Locks, always in the same order: meters, usage points, accounts, each ascending.
  v_registers := array(
    select row(r.meter_id, r.base_date, r.last_tid)::hub.locked_register
    from (select r.meter_id, r.base_date, r.last_tid from tokens.register r
          where r.tenant_id = p_tenant and r.meter_id = any (array(select s.meter_id from unnest(v_sales) s))
          order by r.meter_id for update) r);
  v_usage := array(
    select row(u.usage_point_id, u.commodity, u.version)::hub.locked_usage
    from (select u.usage_point_id, u.commodity, u.version from tariffs.usage_state u
          where u.tenant_id = p_tenant
            and u.usage_point_id = any (array(select s.usage_point_id from unnest(v_sales) s))
          order by u.usage_point_id, u.commodity for update) u);
  v_accounts := array(
    select row(a.id, a.currency, a.frozen,
               case a.kind when 1 then a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending
                           else a.debits_posted - a.credits_posted - a.credits_pending end)::hub.locked_account
    from (select a.* from ledger.account a
          where a.tenant_id = p_tenant
            and a.id = any (array(select s.vendor_account_id from unnest(v_sales) s
                                  union select t.c from unnest(v_transfers) t where t.owed is not null))
          order by a.id for update) a);
  -- Every transfer names accounts of this tenant by their true kind. System accounts carry no balance: not locked.
  -- Here and below, limit makes a lateral join one look per row, never a join over the whole table.
  select count(*) into v_faults
  from (select t.d as id, t.dk as kind from unnest(v_transfers) t
        union select t.c, t.ck from unnest(v_transfers) t) x
  left join lateral (
    select a.id from ledger.account a
    where a.tenant_id = p_tenant and a.id = x.id and a.kind = x.kind limit 1) a on true
  where a.id is null;
  if v_faults > 0 then
    raise exception 'a transfer names an account that is not here, or of another kind'
      using errcode = 'check_violation', constraint = 'sale_transfers';
  end if;
  -- Rows that quoted another debt than is owed now.
  v_stale := array(
    select t.n from unnest(v_transfers) t left join unnest(v_accounts) a on a.id = t.c
    where t.owed is not null and t.owed is distinct from a.available);

  -- One status for each row, in a statement of its own: it sees what was committed while we waited for the locks.
  v_status := array(
    select case
        when w.status <> 'done' then w.status
        when w.running_net <= w.available then 'done'
        when w.net_minor > w.available - coalesce(w.before_net, 0)
          and sum(case when w.running_net > w.available then 1 else 0 end)
              over (partition by w.vendor_account_id order by w.n) = 1 then 'funds'
        else 'again' end
    from (
      select f.*,
             sum(f.net_minor) filter (where f.status = 'done')
               over (partition by f.vendor_account_id order by f.n) as running_net,
             sum(f.net_minor) filter (where f.status = 'done')
               over (partition by f.vendor_account_id order by f.n rows between unbounded preceding and 1 preceding)
               as before_net
      from (
        select s.n, s.vendor_account_id, s.net_minor, a.available,
               case
                 when k.sale_id is not null then 'found'
                 when v_unfit is not null then v_unfit
                 when row_number() over (partition by s.client_id, s.key order by s.n) > 1
                   or row_number() over (partition by s.meter_id order by s.n) > 1
                   or row_number() over (partition by s.usage_point_id, s.commodity order by s.n) > 1
                   or row_number() over (partition by s.customer_id order by s.n) > 1 and s.arrears_minor > 0
                   then 'again'
                 when m.status is distinct from 'installed' then 'blocked'
                 when a.id is null or a.frozen then 'frozen'
                 when r.meter_id is null or s.units > 0 and (r.base_date <> s.base_date or s.tid <= r.last_tid)
                   or u.version is distinct from s.usage_version or s.n = any (v_stale) then 'stale'
                 else 'done' end as status
        from unnest(v_sales) s
        left join lateral (
          select k.sale_id from hub.sale_key k
          where k.tenant_id = p_tenant and k.client_id = s.client_id and k.key = s.key limit 1) k on true
        left join lateral (
          select m.status from meters.meter m where m.tenant_id = p_tenant and m.id = s.meter_id limit 1) m on true
        left join unnest(v_registers) r on r.meter_id = s.meter_id
        left join unnest(v_usage) u on u.usage_point_id = s.usage_point_id and u.commodity = s.commodity
        left join unnest(v_accounts) a on a.id = s.vendor_account_id
      ) f
    ) w order by w.n);
  v_done := array(select i - 1 from generate_subscripts(v_status, 1) i where v_status[i] = 'done');

  if cardinality(v_done) > 0 then
    -- The key decides who is first; a row that loses here is found below.
    with ins as (
      insert into hub.sale_key (tenant_id, client_id, key, sale_id, receipt_number, fingerprint)
      select p_tenant, s.client_id, s.key, s.id, s.receipt_number, s.fingerprint
      from unnest(v_sales) s where s.n = any (v_done)
      order by s.client_id, s.key
      on conflict on constraint sale_key_pkey do nothing
      returning sale_id)
    select array(select s.n from unnest(v_sales) s join ins on ins.sale_id = s.id) into v_done;
  end if;

  if cardinality(v_done) > 0 then
    -- A float pays the tender of its sales and earns their margin, in its own currency.
    select count(*) into v_faults
    from (select s.vendor_account_id as id, sum(s.net_minor) as net, min(s.currency) as least, max(s.currency) as most
          from unnest(v_sales) s where s.n = any (v_done) group by s.vendor_account_id) w
    left join (select y.id, sum(y.net) as net
               from (select t.d as id, t.m as net from unnest(v_transfers) t where t.dk = 1 and t.n = any (v_done)
                     union all
                     select t.c, -t.m from unnest(v_transfers) t where t.ck = 1 and t.n = any (v_done)) y
               group by y.id) x on x.id = w.id
    left join unnest(v_accounts) a on a.id = w.id
    where x.net is distinct from w.net or w.least <> a.currency or w.most <> a.currency;
    if v_faults > 0 then
      raise exception 'a sale and its transfers disagree' using errcode = 'check_violation', constraint = 'sale_transfers';
    end if;

    insert into hub.sale (
      tenant_id, booked_at, id, state, back_end, channel, client_id, vendor_id, terminal_id, operator_id, utility_id,
      token_type, commodity, meter_id, usage_point_id, customer_id, tariff_version_id, business_day, receipt_number,
      currency, tender_minor, fee_minor, arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor,
      rounding_minor, margin_minor, units, tender_method, received_minor, trace, receipt, settled_at)
    select p_tenant, s.booked_at, s.id, 'done', s.back_end, s.channel, s.client_id, s.vendor_id, s.terminal_id,
      s.operator_id, s.utility_id, s.token_type, s.commodity, s.meter_id, s.usage_point_id, s.customer_id,
      s.tariff_version_id, s.business_day, s.receipt_number, s.currency, s.tender_minor, s.fee_minor, s.arrears_minor,
      s.charge_minor, s.levy_minor, s.tax_minor, s.energy_minor, s.rounding_minor, s.margin_minor, s.units,
      s.tender_method, s.received_minor, s.trace, s.receipt, s.booked_at
    from unnest(v_sales) s where s.n = any (v_done)
    on conflict do nothing;

    insert into tokens.token (
      tenant_id, booked_at, origin_id, ordinal, meter_id, kind, tid, digits, units, supply_group, key_revision,
      tariff_index, base_date)
    select p_tenant, s.booked_at, s.id, 1, s.meter_id, s.token_kind, s.tid, s.digits, s.units, s.supply_group,
      s.key_revision, s.tariff_index, s.base_date
    from unnest(v_sales) s where s.n = any (v_done) and s.units > 0
    on conflict do nothing;

    insert into ledger.posting (tenant_id, id, kind, booked_at, business_day, utility_id, content_hash, xid)
    select p_tenant, s.id, 'token_sale', s.booked_at, s.business_day, s.utility_id, s.content_hash, v_xid
    from unnest(v_sales) s where s.n = any (v_done)
    on conflict do nothing;

    insert into ledger.transfer (
      tenant_id, booked_at, posting_id, line, debit_account_id, credit_account_id, debit_kind, credit_kind, minor, currency)
    select p_tenant, (v_sales[t.n + 1]).booked_at, (v_sales[t.n + 1]).id, t.line, t.d, t.c, t.dk, t.ck, t.m,
      (v_sales[t.n + 1]).currency
    from unnest(v_transfers) t where t.n = any (v_done)
    on conflict do nothing;

    insert into hub.outbox (tenant_id, sale_id, booked_at, event)
    select p_tenant, s.id, s.booked_at, 'sale.done'
    from unnest(v_sales) s where s.n = any (v_done)
    on conflict do nothing;

    update tokens.register r set last_tid = s.tid
    from unnest(v_sales) s
    where r.tenant_id = p_tenant and r.meter_id = s.meter_id and s.n = any (v_done) and s.units > 0;

    update tariffs.usage_state u
    set version = u.version + 1, month = s.month, month_units = s.month_units, month_minor = s.month_minor,
        day = s.day, day_minor = s.day_minor, service_paid_through = s.service_paid_through,
        last_sale_at = s.booked_at, last_sale_minor = s.tender_minor
    from unnest(v_sales) s
    where u.tenant_id = p_tenant and u.usage_point_id = s.usage_point_id and u.commodity = s.commodity
      and s.n = any (v_done);

    update ledger.account a
    set debits_posted = a.debits_posted + x.debits, credits_posted = a.credits_posted + x.credits
    from (
      select y.id, sum(y.debits)::bigint as debits, sum(y.credits)::bigint as credits
      from (select t.d as id, t.m as debits, 0 as credits
            from unnest(v_transfers) t where t.dk in (1, 2) and t.n = any (v_done)
            union all
            select t.c, 0, t.m from unnest(v_transfers) t where t.ck in (1, 2) and t.n = any (v_done)) y
      group by y.id) x
    where a.tenant_id = p_tenant and a.id = x.id;

    insert into hub.sale_day as d (
      tenant_id, business_day, vendor_id, utility_id, channel, token_type, currency, items, tender_minor, fee_minor,
      arrears_minor, charge_minor, levy_minor, tax_minor, energy_minor, margin_minor, units)
    select p_tenant, s.business_day, s.vendor_id, s.utility_id, s.channel, s.token_type, s.currency, count(*),
      sum(s.tender_minor)::bigint, sum(s.fee_minor)::bigint, sum(s.arrears_minor)::bigint, sum(s.charge_minor)::bigint,
      sum(s.levy_minor)::bigint, sum(s.tax_minor)::bigint, sum(s.energy_minor)::bigint, sum(s.margin_minor)::bigint,
      sum(s.units)::bigint
    from unnest(v_sales) s where s.n = any (v_done)
    group by s.business_day, s.vendor_id, s.utility_id, s.channel, s.token_type, s.currency
    order by s.business_day, s.vendor_id, s.utility_id, s.channel, s.token_type, s.currency
    on conflict on constraint sale_day_pkey do update set
      items = d.items + excluded.items, tender_minor = d.tender_minor + excluded.tender_minor,
      fee_minor = d.fee_minor + excluded.fee_minor, arrears_minor = d.arrears_minor + excluded.arrears_minor,
      charge_minor = d.charge_minor + excluded.charge_minor, levy_minor = d.levy_minor + excluded.levy_minor,
      tax_minor = d.tax_minor + excluded.tax_minor, energy_minor = d.energy_minor + excluded.energy_minor,
      margin_minor = d.margin_minor + excluded.margin_minor, units = d.units + excluded.units;

    update kernel.installation i set clock_mark = p_now
    where i.clock_mark is null or i.clock_mark < p_now - interval '1 minute';
  end if;

  if cardinality(v_done) < cardinality(v_sales) then
    -- Something found is about to be disclosed: this commit must wait for the standby as the first one did.
    perform pg_logical_emit_message(true, 'saldo', '');
  end if;

  return query
  select s.n,
         case when s.n = any (v_done) then 'done'
              when k.sale_id is not null then 'found'
              when v_status[s.n + 1] = 'done' then 'again'
              else v_status[s.n + 1] end,
         coalesce(k.sale_id, s.id), k.fingerprint,
         a.credits_posted + a.credit_limit - a.debits_posted - a.debits_pending
  from unnest(v_sales) s
  left join lateral (
    select k.sale_id, k.fingerprint from hub.sale_key k
    where k.tenant_id = p_tenant and k.client_id = s.client_id and k.key = s.key and not s.n = any (v_done)
    limit 1) k on true
  left join lateral (
    select a.credits_posted, a.credit_limit, a.debits_posted, a.debits_pending from ledger.account a
    where a.tenant_id = p_tenant and a.id = s.vendor_account_id limit 1) a on true
  order by s.n;
end $$;
alter function hub.commit_sales(uuid, timestamptz, interval, json, json) owner to saldo_functions;
revoke execute on function hub.commit_sales(uuid, timestamptz, interval, json, json) from public;
grant execute on function hub.commit_sales(uuid, timestamptz, interval, json, json) to saldo_server;
