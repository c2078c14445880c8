create schema notifications;
grant usage on schema notifications to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- E-mail that waits, and what became of it. One table without partitions: it holds letters to people, not to sales.
create table notifications.message (
  tenant_id uuid not null,
  id uuid not null,
  -- Names the occasion: the same key queues once.
  dedupe_key text not null,
  template text not null,
  language text not null,
  recipient text not null,
  fields json not null,
  -- What only the recipient may know, wrapped under the master key; gone as soon as nothing is to be sent any more.
  secrets bytea,
  state text not null,
  attempts integer not null,
  created_at timestamptz not null,
  -- When it is tried (again). While it is being sent: when the sender counts as lost.
  due_at timestamptz not null,
  expires_at timestamptz not null,
  -- The same for every attempt, so that a repeat is recognised as one.
  message_id text,
  -- The mail server's last code, such as "550 5.1.1", or what kept us from it; never its words.
  last_answer text,
  finished_at timestamptz,
  constraint message_pkey primary key (tenant_id, id),
  constraint message_once unique (tenant_id, dedupe_key),
  constraint message_state check (state in ('queued', 'sending', 'sent', 'bounced', 'failed', 'expired')),
  constraint message_finished check ((finished_at is null) = (state in ('queued', 'sending'))),
  constraint message_keeps_no_secret check (finished_at is null or secrets is null),
  constraint message_recipient check (recipient !~ '[[:cntrl:][:space:]<>,;]' and char_length(recipient) between 3 and 254)
);
create index message_due on notifications.message (tenant_id, due_at) where finished_at is null;
select kernel.protect('notifications.message', 'select, insert, update');

-- Addresses that a mail server refused for good: nothing is sent there until somebody confirms the address again.
create table notifications.bouncing_address (
  tenant_id uuid not null,
  address text not null,
  since timestamptz not null,
  answer text not null,
  constraint bouncing_address_pkey primary key (tenant_id, address)
);
select kernel.protect('notifications.bouncing_address', 'select, insert, delete');
