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
