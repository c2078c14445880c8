-- The trail is searched newest first by actor, action, object and request: each index ends in the order of the list.
create index event_actor on audit.event (tenant_id, actor_id, occurred_at, id);
create index event_action on audit.event (tenant_id, action, occurred_at, id);
create index event_history on audit.event (tenant_id, object_kind, object_id, occurred_at, id);
create index event_request on audit.event (tenant_id, request_id, occurred_at, id) where request_id is not null;
drop index audit.event_object;

-- The words of reasons, in small letters. A search inside the texts themselves could not use an index behind row-level
-- security, because only plain comparisons are leakproof.
create table audit.reason_word (
  tenant_id uuid not null,
  word text not null,
  occurred_at timestamptz not null,
  event_id uuid not null,
  constraint reason_word_pkey primary key (tenant_id, word, occurred_at, event_id)
);

-- What was written before becomes searchable too; the owner sees the rows only while security is not forced on it.
alter table audit.event no force row level security;
insert into audit.reason_word (tenant_id, word, occurred_at, event_id)
select distinct e.tenant_id, left(w, 60), e.occurred_at, e.id
from audit.event e, regexp_split_to_table(lower(normalize(e.reason, nfkc)), '[\s[:punct:]]+') w
where w <> ''
on conflict do nothing;
alter table audit.event force row level security;
select kernel.protect('audit.reason_word', 'select, insert');
