create schema demo;
grant usage on schema demo to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- What was made of the demo world so far: a start that was killed is continued by the next one.
create table demo.step (
  tenant_id uuid not null,
  name text not null,
  done_at timestamptz not null,
  constraint step_pkey primary key (tenant_id, name)
);
select kernel.protect('demo.step', 'select, insert');

-- What the model meter behind /demo/meter remembers, without its key. What a key change brought is sealed under the
-- key the meter was delivered with, which is not stored here.
create table demo.meter_state (
  tenant_id uuid not null,
  meter_id uuid not null,
  state json not null,
  sealed_key bytea,
  -- The latest entries, newest first, without their digits.
  entries json not null,
  constraint meter_state_pkey primary key (tenant_id, meter_id),
  constraint meter_state_meter foreign key (tenant_id, meter_id) references meters.meter (tenant_id, id)
);
select kernel.protect('demo.meter_state', 'select, insert, update');
