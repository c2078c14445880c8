create schema approvals;
grant usage on schema approvals to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- Which kinds of acts need a second person, from which amount on, and how long a request waits.
create table approvals.rule (
  tenant_id uuid not null,
  kind text not null,
  minimum_minor bigint,
  currency text,
  currency_decimals smallint,
  hours integer not null,
  changed_at timestamptz not null,
  constraint rule_pkey primary key (tenant_id, kind),
  constraint rule_minimum check ((minimum_minor is null) = (currency is null) and (currency is null) = (currency_decimals is null) and minimum_minor > 0),
  constraint rule_hours check (hours between 1 and 720)
);
select kernel.protect('approvals.rule', 'select, insert, update, delete');

-- What somebody asked for. Content, before and after stay as they were written: the fingerprint is over them.
create table approvals.request (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  content json not null,
  before json not null,
  after json not null,
  fingerprint bytea not null,
  reason text not null,
  amount_minor bigint,
  currency text,
  currency_decimals smallint,
  utility_id uuid,
  vendor_id uuid,
  requested_by uuid not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decision_reason text,
  constraint request_pkey primary key (tenant_id, id),
  constraint request_state check (state in ('waiting', 'executed', 'rejected', 'expired', 'withdrawn')),
  constraint request_decided check ((state = 'waiting') = (decided_at is null)),
  constraint request_not_own check (state not in ('executed', 'rejected') or decided_by <> requested_by)
);
create index request_waiting on approvals.request (tenant_id, expires_at) where state = 'waiting';
create index request_of_person on approvals.request (tenant_id, requested_by, id);
create index request_listed on approvals.request (tenant_id, state, id);
select kernel.protect('approvals.request', 'select, insert, update');
