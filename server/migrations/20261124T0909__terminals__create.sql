create schema terminals;
grant usage on schema terminals to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table terminals.terminal (
  tenant_id uuid not null,
  id uuid not null,
  number bigint not null,
  vendor_id uuid not null,
  name text not null,
  -- The device's public key, uncompressed P-256 point; null until a device has enrolled.
  public_key bytea,
  status text not null,
  enrolment_code_hash bytea,
  enrolment_expires_at timestamptz,
  enrolled_at timestamptz,
  blocked_reason text,
  created_at timestamptz not null,
  constraint terminal_pkey primary key (tenant_id, id),
  constraint terminal_number unique (tenant_id, number),
  constraint terminal_vendor foreign key (tenant_id, vendor_id) references vendors.vendor (tenant_id, id),
  constraint terminal_status check (status in ('waiting', 'enrolled', 'blocked')),
  constraint terminal_key check (public_key is null or octet_length(public_key) = 65)
);
create index terminal_of_vendor on terminals.terminal (tenant_id, vendor_id);
select kernel.protect('terminals.terminal', 'select, insert, update');

create table terminals.session (
  tenant_id uuid not null,
  token_hash bytea not null,
  terminal_id uuid not null,
  operator_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint terminal_session_pkey primary key (tenant_id, token_hash),
  constraint terminal_session_terminal foreign key (tenant_id, terminal_id) references terminals.terminal (tenant_id, id),
  constraint terminal_session_operator foreign key (tenant_id, operator_id) references vendors.operator (tenant_id, id)
);
select kernel.protect('terminals.session', 'select, insert, update, delete');

-- Wrong PINs are counted per operator and device: a stranger's device cannot lock an operator out elsewhere.
create table terminals.pin_failure (
  tenant_id uuid not null,
  terminal_id uuid not null,
  operator_id uuid not null,
  failures integer not null,
  locked_until timestamptz,
  constraint pin_failure_pkey primary key (tenant_id, terminal_id, operator_id)
);
select kernel.protect('terminals.pin_failure', 'select, insert, update, delete');

-- Requests seen, so that a captured one cannot be sent again. Losing them in a crash ends no session and sells nothing.
-- Kept for as long as the session that the request named can live, and much longer when it named none.
create unlogged table terminals.nonce (
  tenant_id uuid not null,
  terminal_id uuid not null,
  nonce uuid not null,
  kept_until timestamptz not null,
  constraint nonce_pkey primary key (tenant_id, terminal_id, nonce)
);
create index nonce_kept on terminals.nonce (tenant_id, kept_until);
select kernel.protect('terminals.nonce', 'select, insert, delete');
