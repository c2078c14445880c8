create schema ledger;
grant usage on schema ledger to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- Account kinds are numbered in chart.ts; a test holds the two lists equal. Only kinds with a limit (floats, debts)
-- keep running sums; the others are sums over their transfers, so that no busy account becomes a queue.
create table ledger.account (
  tenant_id uuid not null,
  id uuid not null,
  kind smallint not null,
  -- Whose account: a vendor, a debt, or a utility for its system accounts.
  owner_id uuid not null,
  commodity text not null,
  currency text not null,
  running boolean not null,
  debits_posted bigint not null,
  credits_posted bigint not null,
  debits_pending bigint not null,
  credits_pending bigint not null,
  credit_limit bigint not null,
  frozen boolean not null,
  created_at timestamptz not null,
  constraint account_pkey primary key (tenant_id, id),
  constraint account_owner unique (tenant_id, owner_id, kind, commodity),
  constraint account_sums check (debits_posted >= 0 and credits_posted >= 0 and debits_pending >= 0
    and credits_pending >= 0 and credit_limit >= 0),
  constraint account_running check (running = (kind in (1, 2))),
  -- A float never falls below its credit limit, held money counted as spent.
  constraint funds check (kind <> 1 or debits_posted + debits_pending <= credits_posted + credit_limit),
  -- A debt is never paid beyond what is owed.
  constraint debt_not_overpaid check (kind <> 2 or credits_posted + credits_pending <= debits_posted)
) with (fillfactor = 70);
select kernel.protect('ledger.account', 'select, insert, update');
grant select, insert, update on ledger.account to saldo_functions;

-- A posting's id is its reference: the id of the sale, deposit or adjustment that caused it. The same event cannot
-- be posted twice.
create table ledger.posting (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  booked_at timestamptz not null,
  business_day date not null,
  utility_id uuid,
  -- What the event said, so that the event itself cannot be altered unseen either.
  content_hash bytea not null,
  xid xid8 not null,
  constraint posting_pkey primary key (tenant_id, id)
);
create index posting_xid on ledger.posting (tenant_id, xid);
select kernel.protect('ledger.posting', 'select');
grant select, insert on ledger.posting to saldo_functions;

create table ledger.transfer (
  tenant_id uuid not null,
  booked_at timestamptz not null,
  posting_id uuid not null,
  line smallint not null,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  debit_kind smallint not null,
  credit_kind smallint not null,
  minor bigint not null,
  currency text not null,
  constraint transfer_pkey primary key (tenant_id, booked_at, posting_id, line),
  constraint transfer_positive check (minor > 0),
  -- Balanced is not yet right: which kinds may face each other (debit, credit), the same pairs as chart.ts.
  constraint transfer_faces check ((debit_kind * 100 + credit_kind) in (
    102, 103, 104, 105, 106, 107, 109, 110, 112,
    801, 813, 1001, 211, 1102))
) partition by range (booked_at);
select kernel.protect('ledger.transfer', 'select');
grant select, insert on ledger.transfer to saldo_functions;
insert into kernel.partitioned (table_name) values ('ledger.transfer');

-- Blocks of postings, chained. leaves holds 16 bytes of id and 16 bytes of hash for every posting of the block.
create table ledger.seal (
  tenant_id uuid not null,
  epoch integer not null,
  number bigint not null,
  sealed_at timestamptz not null,
  first_xid xid8 not null,
  last_xid xid8 not null,
  postings integer not null,
  leaves bytea not null,
  previous bytea not null,
  head bytea not null,
  constraint seal_pkey primary key (tenant_id, epoch, number)
);
select kernel.protect('ledger.seal', 'select, insert');
