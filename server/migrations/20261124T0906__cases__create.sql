create schema cases;
grant usage on schema cases to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- What a person must look at: a contradiction of an external back end, a refund, a claim.
create table cases."case" (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  state text not null,
  owner_id uuid,
  opened_at timestamptz not null,
  closed_at timestamptz,
  detail json not null,
  constraint case_pkey primary key (tenant_id, id),
  constraint case_subject unique (tenant_id, kind, subject_id),
  constraint case_state check (state in ('open', 'closed'))
);
select kernel.protect('cases."case"', 'select, insert, update');
