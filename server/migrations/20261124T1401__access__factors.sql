-- How far a sign-in has come: a session that is not open yet lets nobody in. `tries` are wrong codes.
alter table access.session add column stage text not null default 'open';
alter table access.session add constraint session_stage check (stage in ('open', 'factor', 'enrolment'));
alter table access.session add column tries integer not null default 0;
-- When its holder last proved who they are: risky acts ask again after ten minutes.
alter table access.session add column confirmed_at timestamptz;

-- Shorter than what may stand alone: its owner keeps a second factor.
alter table access.person add column password_short boolean not null default false;

-- An authenticator app (RFC 6238). The seed is wrapped under the master key; the step of the last accepted code is kept,
-- so that a code works once.
create table access.authenticator (
  tenant_id uuid not null,
  person_id uuid not null,
  id uuid not null,
  seed bytea not null,
  last_step bigint,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  constraint authenticator_pkey primary key (tenant_id, person_id),
  constraint authenticator_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
select kernel.protect('access.authenticator', 'select, insert, update, delete');

-- What lets somebody in who lost their second factor: keyed hashes, each works once.
create table access.recovery_code (
  tenant_id uuid not null,
  person_id uuid not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint recovery_code_pkey primary key (tenant_id, person_id, code_hash),
  constraint recovery_code_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
select kernel.protect('access.recovery_code', 'select, insert, update, delete');

-- Passkeys (WebAuthn): the public key, and the count of signatures that a copied device would betray.
create table access.passkey (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkey_pkey primary key (tenant_id, id),
  constraint passkey_credential unique (tenant_id, credential_id),
  constraint passkey_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create index passkey_of_person on access.passkey (tenant_id, person_id);
select kernel.protect('access.passkey', 'select, insert, update, delete');

-- Challenges that a passkey has answered, until they expire by themselves: each is answered once.
create table access.used_challenge (
  tenant_id uuid not null,
  challenge_hash bytea not null,
  expires_at timestamptz not null,
  constraint used_challenge_pkey primary key (tenant_id, challenge_hash)
);
select kernel.protect('access.used_challenge', 'select, insert, delete');

-- Browsers from which a person has signed in; a new one is told to its owner.
create table access.known_device (
  tenant_id uuid not null,
  person_id uuid not null,
  device_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint known_device_pkey primary key (tenant_id, person_id, device_hash),
  constraint known_device_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
select kernel.protect('access.known_device', 'select, insert, update, delete');
