create schema customers;
grant usage on schema customers to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table customers.customer (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  account_number text not null,
  name text not null,
  phone text not null,
  email text not null,
  class text not null,
  created_at timestamptz not null,
  constraint customer_pkey primary key (tenant_id, id),
  constraint customer_account unique (tenant_id, utility_id, account_number),
  constraint customer_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id)
);
select kernel.protect('customers.customer', 'select, insert, update');
grant select on customers.customer to saldo_functions;

-- A debt is an account of its own in the ledger: what is owed is that account's balance.
create table customers.debt (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  account_id uuid not null,
  kind text not null,
  name text not null,
  -- How purchases pay it back: percent of the tender (basis points), at most per purchase, order among debts.
  recovery_basis_points integer not null,
  recovery_cap_minor bigint,
  recovery_order smallint not null,
  paused boolean not null,
  created_at timestamptz not null,
  constraint debt_pkey primary key (tenant_id, id),
  constraint debt_customer foreign key (tenant_id, customer_id) references customers.customer (tenant_id, id),
  constraint debt_account foreign key (tenant_id, account_id) references ledger.account (tenant_id, id),
  constraint debt_share check (recovery_basis_points between 0 and 10000)
);
create index debt_of_customer on customers.debt (tenant_id, customer_id);
select kernel.protect('customers.debt', 'select, insert, update');
grant select on customers.debt to saldo_functions;
