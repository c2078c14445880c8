-- The directory of a tenant's own, by OpenID Connect: who it knows signs in with it. The secret is wrapped under the master
-- key together with issuer and client id, so that a row that was altered sends it nowhere else.
create table access.identity_provider (
  tenant_id uuid not null,
  id uuid not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea not null,
  -- By which its people name it at the sign-in: domains of their e-mail addresses, or a short name. In kernel.directory too.
  names text[] not null,
  -- Whether it asks for a second factor itself, so that Saldo does not.
  second_factor boolean not null,
  changed_at timestamptz not null,
  constraint identity_provider_pkey primary key (tenant_id),
  constraint identity_provider_names check (cardinality(names) between 1 and 10)
);
select kernel.protect('access.identity_provider', 'select, insert, update, delete');

alter table kernel.directory drop constraint directory_kind;
alter table kernel.directory add constraint directory_kind
  check (kind in ('sign_in_name', 'terminal', 'enrolment_code', 'organisation'));
