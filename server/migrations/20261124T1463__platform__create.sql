create schema platform;
grant usage on schema platform to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- Leave for the operator of the platform to look into a company, for a time. It belongs to the company looked into.
create table platform.visit_grant (
  tenant_id uuid not null,
  id uuid not null,
  state text not null,
  reason text not null,
  hours smallint not null,
  -- The operator who asked; none when the company offered it to whoever runs the platform.
  asked_by uuid,
  asked_by_name text,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  ends_at timestamptz,
  constraint visit_grant_pkey primary key (tenant_id, id),
  constraint visit_grant_state check (state in ('asked', 'granted', 'declined', 'withdrawn')),
  constraint visit_grant_hours check (hours between 1 and 72),
  constraint visit_grant_decided check ((state = 'asked') = (decided_at is null)),
  constraint visit_grant_ends check (state <> 'granted' or ends_at is not null)
);
create index visit_grant_asked on platform.visit_grant (tenant_id, asked_at);
select kernel.protect('platform.visit_grant', 'select, insert, update');
