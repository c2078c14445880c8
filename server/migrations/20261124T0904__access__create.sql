create schema access;
grant usage on schema access to saldo_server, saldo_worker, saldo_functions, saldo_backup;

create table access.person (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  name text not null,
  password_hash text,
  status text not null,
  language text not null,
  created_at timestamptz not null,
  constraint person_pkey primary key (tenant_id, id),
  constraint person_email unique (tenant_id, email),
  constraint person_status check (status in ('invited', 'active', 'disabled')),
  constraint person_email_normal check (email = lower(email) and char_length(email) between 3 and 254)
);
select kernel.protect('access.person', 'select, insert, update');

create table access.role (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  permissions text[] not null,
  shipped boolean not null,
  created_at timestamptz not null,
  constraint role_pkey primary key (tenant_id, id),
  constraint role_name unique (tenant_id, name)
);
select kernel.protect('access.role', 'select, insert, update');

-- A person's role and how far it reaches. A reach below the tenant names the thing it is limited to.
create table access.assignment (
  tenant_id uuid not null,
  person_id uuid not null,
  role_id uuid not null,
  reach text not null,
  reach_id uuid not null,
  created_at timestamptz not null,
  constraint assignment_pkey primary key (tenant_id, person_id, role_id, reach, reach_id),
  constraint assignment_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint assignment_role foreign key (tenant_id, role_id) references access.role (tenant_id, id),
  constraint assignment_reach check (reach in ('tenant', 'utility', 'vendor_group', 'vendor', 'agent', 'own'))
);
select kernel.protect('access.assignment', 'select, insert, delete');

-- Console sessions: the token is opaque and only its hash is kept.
create table access.session (
  tenant_id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  csrf_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  source_address text,
  constraint session_pkey primary key (tenant_id, token_hash),
  constraint session_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index session_of_person on access.session (tenant_id, person_id);
select kernel.protect('access.session', 'select, insert, update, delete');

-- Programs that call the partner API: a retailer's or a bank's own system, selling on one vendor's float.
create table access.client (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  vendor_id uuid not null,
  secret_hash bytea not null,
  permissions text[] not null,
  status text not null,
  created_at timestamptz not null,
  constraint client_pkey primary key (tenant_id, id),
  constraint client_secret unique (tenant_id, secret_hash),
  constraint client_status check (status in ('active', 'blocked'))
);
select kernel.protect('access.client', 'select, insert, update');

-- Wrong sign-ins, counted for a name, a source and the pair of both, whether the name exists or not. Global, because
-- an unknown name leads to no tenant; the key is a keyed hash, so that the table lists neither names nor addresses.
create table access.sign_in_attempt (
  key bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz,
  -- A source from which this person has signed in: strangers who guess cannot lock it out.
  trusted_until timestamptz,
  constraint sign_in_attempt_pkey primary key (key)
);
create index sign_in_attempt_last on access.sign_in_attempt (last_at);
grant select, insert, update, delete on access.sign_in_attempt to saldo_server, saldo_worker;
