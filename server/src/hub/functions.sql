-- The set-based functions of the sale path. Owned by saldo_functions, which passes row-level security: every statement
-- names the tenant it was given, and a test proves that no other tenant is touched.
grant create on schema hub to saldo_functions;

-- All that quotes need, one row a request: meter, keys, link, customer, tariff in force, counters, debts, vendor, margin.
-- p_requests: [{"n":0,"serial":"…","vendor":"…"}]. A request whose meter is unknown gives no row.
create or replace function hub.sale_context(p_tenant uuid, p_now timestamptz, p_requests json)
returns table (
  n integer, meter_id uuid, serial_number text, commodity text, meter_status text, block_reason text,
  utility_id uuid, usage_point_id uuid, usage_point_number text, address text, customer_id uuid, customer_name text,
  account_number text, supply_group_id uuid, supply_group text, key_revision smallint, key_type smallint,
  tariff_index smallint, key_expiry smallint, key_algorithm smallint, encryption_algorithm smallint,
  base_date smallint, tariff_version_id uuid, usage_version bigint, month date, month_units bigint,
  month_minor bigint, day date, day_minor bigint, service_paid_through date, last_sale_at timestamptz,
  last_sale_minor bigint, last_tid integer, register_base_date smallint, vendor_status text, vendor_currency text,
  margin_mode text, vendor_account_id uuid, available bigint, group_allowed boolean, margin_basis_points integer,
  margin_fixed_minor bigint, debts json)
language plpgsql stable security definer set search_path = pg_catalog
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  return query
  select q.n, m.id, m.serial_number, m.commodity, m.status, m.block_reason,
         m.utility_id, l.usage_point_id, up.number, up.address, l.customer_id, c.name,
         c.account_number, sd.supply_group_id, sg.code, sd.key_revision, sd.key_type,
         sd.tariff_index, sd.key_expiry, sd.key_algorithm, sd.encryption_algorithm,
         sd.base_date, tv.id, us.version, us.month, us.month_units,
         us.month_minor, us.day, us.day_minor, us.service_paid_through, us.last_sale_at,
         us.last_sale_minor, r.last_tid, r.base_date, v.status, v.currency,
         v.margin_mode, fa.id, fa.credits_posted + fa.credit_limit - fa.debits_posted - fa.debits_pending,
         vsg.supply_group_id is not null, mg.basis_points,
         mg.fixed_minor,
         (select json_agg(json_build_object('id', d.id, 'account', d.account_id, 'kind', d.kind, 'name', d.name,
                   'owed', (da.debits_posted - da.credits_posted - da.credits_pending)::text,
                   'share', d.recovery_basis_points, 'cap', d.recovery_cap_minor::text) order by d.recovery_order, d.id)
            from customers.debt d
            join ledger.account da on da.tenant_id = p_tenant and da.id = d.account_id
           where d.tenant_id = p_tenant and d.customer_id = l.customer_id and not d.paused
             and da.debits_posted > da.credits_posted + da.credits_pending)
  from json_to_recordset(p_requests) as q(n integer, serial text, vendor uuid)
  join meters.meter m on m.tenant_id = p_tenant and m.serial_number = q.serial
  left join lateral (
    select l.usage_point_id, l.customer_id from usage_points.link l
    where l.tenant_id = p_tenant and l.meter_id = m.id and l.valid_from <= p_now
      and (l.valid_until is null or l.valid_until > p_now)
    order by l.valid_from desc limit 1) l on true
  left join usage_points.usage_point up on up.tenant_id = p_tenant and up.id = l.usage_point_id
  left join customers.customer c on c.tenant_id = p_tenant and c.id = l.customer_id
  left join lateral (
    select sd.* from meters.sts_data sd
    where sd.tenant_id = p_tenant and sd.meter_id = m.id and sd.valid_from <= p_now
    order by sd.valid_from desc limit 1) sd on true
  left join keys.supply_group sg on sg.tenant_id = p_tenant and sg.id = sd.supply_group_id
  left join lateral (
    select ta.tariff_id from tariffs.assignment ta
    where ta.tenant_id = p_tenant and ta.usage_point_id = l.usage_point_id and ta.commodity = m.commodity
      and ta.valid_from <= p_now and (ta.valid_until is null or ta.valid_until > p_now)
    order by ta.valid_from desc limit 1) ta on true
  left join lateral (
    select tv.id from tariffs.version tv
    where tv.tenant_id = p_tenant and tv.tariff_id = ta.tariff_id and tv.state = 'scheduled' and tv.valid_from <= p_now
    order by tv.valid_from desc limit 1) tv on true
  left join tariffs.usage_state us
    on us.tenant_id = p_tenant and us.usage_point_id = l.usage_point_id and us.commodity = m.commodity
  left join tokens.register r on r.tenant_id = p_tenant and r.meter_id = m.id
  left join vendors.vendor v on v.tenant_id = p_tenant and v.id = q.vendor
  left join ledger.account fa
    on fa.tenant_id = p_tenant and fa.owner_id = q.vendor and fa.kind = 1 and fa.commodity = ''
  left join vendors.supply_group vsg
    on vsg.tenant_id = p_tenant and vsg.vendor_id = q.vendor and vsg.supply_group_id = sd.supply_group_id
  left join lateral (
    select mg.basis_points, mg.fixed_minor from pricing.margin mg
    where mg.tenant_id = p_tenant and mg.vendor_id = q.vendor and mg.token_type = m.commodity || '_credit'
      and mg.valid_from <= p_now
    order by mg.valid_from desc limit 1) mg on true;
end $$;
alter function hub.sale_context(uuid, timestamptz, json) owner to saldo_functions;
revoke execute on function hub.sale_context(uuid, timestamptz, json) from public;
grant execute on function hub.sale_context(uuid, timestamptz, json) to saldo_server;

-- Whether this moment may be written into a token: not quarantined, the caller's clock near the database's, and not
-- far beyond the last sale (a token from the future would make a meter refuse all later ones).
create or replace function hub.unfit(p_now timestamptz, p_tolerance interval) returns text
language sql stable security definer set search_path = pg_catalog
return case
  when kernel.quarantined() then 'quarantined'
  when p_now > clock_timestamp() + interval '5 minutes' or p_now < clock_timestamp() - interval '65 minutes' then 'clock'
  when p_now > (select i.clock_mark from kernel.installation i) + p_tolerance then 'clock'
end;
alter function hub.unfit(timestamptz, interval) owner to saldo_functions;
revoke execute on function hub.unfit(timestamptz, interval) from public;
grant execute on function hub.unfit(timestamptz, interval) to saldo_server, saldo_worker;

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
-- Plans are made once, perhaps while the tables are empty. This keeps them off whole tables, not off a wrong index:
-- a table that was analyzed while empty may still be read by another index that begins with the tenant.
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
  select count(*) into v_faults
  from (select t.d as id, t.dk as kind from unnest(v_transfers) t
        union select t.c, t.ck from unnest(v_transfers) t) x
  left join ledger.account a on a.tenant_id = p_tenant and a.id = x.id and a.kind = x.kind
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
        -- limit makes each of these one look per row, never a join over the whole table.
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
