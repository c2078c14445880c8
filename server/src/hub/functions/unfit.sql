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
