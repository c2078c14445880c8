-- Vendors that are looked after together: a vendor group, or the vendors of an agent. A role can be limited to one, and
-- then reaches the vendors that are in it at the time of each request.
create table vendors.portfolio (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  created_at timestamptz not null,
  constraint portfolio_pkey primary key (tenant_id, id),
  constraint portfolio_kind check (kind in ('vendor_group', 'agent'))
);
-- "north" beside "North" would be taken for it.
create unique index portfolio_name on vendors.portfolio (tenant_id, kind, lower(name));
select kernel.protect('vendors.portfolio', 'select, insert, update');

-- Which vendor was in which from when to when. Rows stay: a commission of last month asks for them.
create table vendors.portfolio_member (
  tenant_id uuid not null,
  portfolio_id uuid not null,
  vendor_id uuid not null,
  begins_at timestamptz not null,
  ends_at timestamptz,
  constraint portfolio_member_pkey primary key (tenant_id, portfolio_id, vendor_id, begins_at),
  constraint portfolio_member_portfolio foreign key (tenant_id, portfolio_id) references vendors.portfolio (tenant_id, id),
  constraint portfolio_member_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint portfolio_member_order check (ends_at >= begins_at)
);
create unique index portfolio_member_now on vendors.portfolio_member (tenant_id, portfolio_id, vendor_id) where ends_at is null;
create index portfolio_member_vendor_now on vendors.portfolio_member (tenant_id, vendor_id) where ends_at is null;
select kernel.protect('vendors.portfolio_member', 'select, insert, update');
