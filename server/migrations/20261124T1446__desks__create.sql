create schema desks;
grant usage on schema desks to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- How a person likes the console to look, on every device.
create table desks.preference (
  tenant_id uuid not null,
  person_id uuid not null,
  theme text not null,
  density text not null,
  changed_at timestamptz not null,
  constraint preference_pkey primary key (tenant_id, person_id),
  constraint preference_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint preference_theme check (theme in ('light', 'dark', 'device')),
  constraint preference_density check (density in ('compact', 'comfortable'))
);
select kernel.protect('desks.preference', 'select, insert, update');

-- A list as somebody set it up: the part of the address that says filter, order and columns.
create table desks.saved_view (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  screen text not null,
  name text not null,
  address text not null,
  shared boolean not null,
  created_at timestamptz not null,
  constraint saved_view_pkey primary key (tenant_id, id),
  constraint saved_view_person foreign key (tenant_id, person_id) references access.person (tenant_id, id)
);
create unique index saved_view_name on desks.saved_view (tenant_id, person_id, screen, lower(name));
create index saved_view_shared on desks.saved_view (tenant_id, screen) where shared;
select kernel.protect('desks.saved_view', 'select, insert, delete');
