create schema jobs;
grant usage on schema jobs to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- Long work that somebody started and waits for. Worked in chunks: one transaction does the work of a chunk and
-- moves place and counts, so a crash repeats nothing and loses nothing.
create table jobs.job (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  params json not null,
  started_by uuid not null,
  started_by_name text not null,
  -- Made by the caller before the first attempt: the same key starts once.
  request_key text not null,
  fingerprint bytea not null,
  state text not null,
  created_at timestamptz not null,
  began_at timestamptz,
  changed_at timestamptz not null,
  finished_at timestamptz,
  -- Where the next chunk goes on; the kind alone knows how to read it.
  place json,
  -- Whether the chunks are about rows that failed before.
  redoing boolean not null,
  total bigint,
  done bigint not null,
  skipped bigint not null,
  failed bigint not null,
  -- Rows a second, smoothed over the last chunks.
  rate double precision,
  -- The claim of the worker that has it, and until when it counts as alive.
  worker uuid,
  alive_until timestamptz,
  -- Failed attempts at the present place, and when the next one may be.
  attempts integer not null,
  due_at timestamptz not null,
  -- Why it failed: a code, and one sentence without anything secret.
  problem text,
  problem_detail text,
  constraint job_pkey primary key (tenant_id, id),
  constraint job_once unique (tenant_id, started_by, request_key),
  constraint job_state check (state in ('queued', 'running', 'paused', 'done', 'done_with_errors', 'failed', 'cancelled')),
  constraint job_finished check ((finished_at is null) = (state in ('queued', 'running', 'paused'))),
  constraint job_worker check ((worker is not null) = (state = 'running') and (alive_until is not null) = (state = 'running')),
  constraint job_problem check ((problem is not null) = (state = 'failed')),
  constraint job_counts check (done >= 0 and skipped >= 0 and failed >= 0 and total >= 0)
);
create index job_open on jobs.job (tenant_id, due_at) where finished_at is null;
create index job_changed on jobs.job (tenant_id, changed_at);
create index job_starter on jobs.job (tenant_id, started_by, id);
select kernel.protect('jobs.job', 'select, insert, update, delete');

-- What happened to a job, and how far it was from time to time.
create table jobs.event (
  tenant_id uuid not null,
  job_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  what text not null,
  by_name text,
  done bigint not null,
  skipped bigint not null,
  failed bigint not null,
  constraint event_pkey primary key (tenant_id, job_id, id),
  constraint event_job foreign key (tenant_id, job_id) references jobs.job (tenant_id, id) on delete cascade
);
select kernel.protect('jobs.event', 'select, insert');

-- The rows that failed, by what the kind calls a row.
create table jobs.failure (
  tenant_id uuid not null,
  job_id uuid not null,
  item text not null,
  code text not null,
  detail text,
  constraint failure_pkey primary key (tenant_id, job_id, item),
  constraint failure_job foreign key (tenant_id, job_id) references jobs.job (tenant_id, id) on delete cascade
);
create index failure_code on jobs.failure (tenant_id, job_id, code);
select kernel.protect('jobs.failure', 'select, insert, delete');

-- A file that a job wrote, in parts: written and read with little memory, and backed up with everything else.
create table jobs.output (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  name text not null,
  content_type text not null,
  parts integer not null,
  size bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint output_pkey primary key (tenant_id, id),
  constraint output_name unique (tenant_id, job_id, name),
  constraint output_job foreign key (tenant_id, job_id) references jobs.job (tenant_id, id) on delete cascade
);
create index output_expiry on jobs.output (tenant_id, expires_at);
select kernel.protect('jobs.output', 'select, insert, update, delete');

create table jobs.output_part (
  tenant_id uuid not null,
  output_id uuid not null,
  number integer not null,
  bytes bytea not null,
  constraint output_part_pkey primary key (tenant_id, output_id, number),
  constraint output_part_output foreign key (tenant_id, output_id) references jobs.output (tenant_id, id) on delete cascade
);
-- Files are packed already, or read once: trying to compress each part again would cost more than it saves.
alter table jobs.output_part alter column bytes set storage external;
select kernel.protect('jobs.output_part', 'select, insert');
