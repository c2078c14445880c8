create schema pricing;
grant usage on schema pricing to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- The margin of a retailer on a token type, in force from valid_from until the next one.
create table pricing.margin (
  tenant_id uuid not null,
  vendor_id uuid not null,
  token_type text not null,
  valid_from timestamptz not null,
  basis_points integer not null,
  fixed_minor bigint not null,
  constraint margin_pkey primary key (tenant_id, vendor_id, token_type, valid_from),
  constraint margin_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint margin_sane check (basis_points between 0 and 5000 and fixed_minor >= 0)
);
select kernel.protect('pricing.margin', 'select, insert');
grant select on pricing.margin to saldo_functions;
