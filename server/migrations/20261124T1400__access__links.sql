-- What an e-mail lets somebody in by: it works once, for a while, and only its hash is kept.
create table access.link (
  tenant_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  purpose text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Used, or replaced by a newer one.
  ended_at timestamptz,
  constraint link_pkey primary key (tenant_id, id),
  constraint link_token unique (tenant_id, token_hash),
  constraint link_person foreign key (tenant_id, person_id) references access.person (tenant_id, id),
  constraint link_purpose check (purpose in ('invitation', 'password_reset'))
);
create index link_of_person on access.link (tenant_id, person_id, created_at);
select kernel.protect('access.link', 'select, insert, update, delete');
