-- A session is named by an id of its own where people see it: neither its token nor the hash may be shown. Those that are
-- open have none, and a database that makes ids ties tenants to it: everybody signs in once more.
truncate access.session;
alter table access.session add column id uuid not null;
alter table access.session add constraint session_id unique (tenant_id, id);

-- Sessions are forgotten after a month; when a person last signed in is not.
alter table access.person add column last_sign_in_at timestamptz;
create index person_listed on access.person (tenant_id, lower(name), id);

-- "finance" beside "Finance" would be taken for it.
create unique index role_name_folded on access.role (tenant_id, lower(name));
grant delete on access.role to saldo_server, saldo_worker;
create index assignment_of_role on access.assignment (tenant_id, role_id);

-- What a console request has made under its key, so that a browser that sends it again makes nothing twice.
create table access.made (
  tenant_id uuid not null,
  actor_id uuid not null,
  request_key text not null,
  fingerprint bytea not null,
  object_id uuid not null,
  created_at timestamptz not null,
  constraint made_pkey primary key (tenant_id, actor_id, request_key)
);
create index made_created on access.made (tenant_id, created_at);
select kernel.protect('access.made', 'select, insert, delete');
