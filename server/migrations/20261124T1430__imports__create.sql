create schema imports;
grant usage on schema imports to saldo_server, saldo_worker, saldo_functions, saldo_backup;

-- A file that somebody brings in, from its upload to what became of its rows.
create table imports.import (
  tenant_id uuid not null,
  id uuid not null,
  utility_id uuid not null,
  kind text not null,
  file_name text not null,
  size bigint not null,
  state text not null,
  started_by uuid not null,
  started_by_name text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- How the file is read, its headings, and its first rows to choose columns by.
  file_format json,
  headings json,
  samples json,
  -- For each column of the kind the file's column or one value for all rows.
  matching json,
  -- The job that works on it, or did last.
  job_id uuid,
  good integer not null,
  bad integer not null,
  written integer not null,
  undone integer not null,
  kept integer not null,
  checked_at timestamptz,
  imported_at timestamptz,
  undone_at timestamptz,
  -- When rows and file were removed because their time was over.
  forgotten_at timestamptz,
  constraint import_pkey primary key (tenant_id, id),
  constraint import_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint import_state check (state in (
    'uploading', 'matching', 'checking', 'checked', 'importing', 'done', 'undoing', 'undone', 'cancelled')),
  constraint import_counts check (
    size > 0 and good >= 0 and bad >= 0 and written >= 0 and undone >= 0 and kept >= 0)
);
create index import_old on imports.import (tenant_id, changed_at) where forgotten_at is null;
select kernel.protect('imports.import', 'select, insert, update, delete');

-- The bytes as they came, in pieces of one size.
create table imports.part (
  tenant_id uuid not null,
  import_id uuid not null,
  number integer not null,
  bytes bytea not null,
  constraint part_pkey primary key (tenant_id, import_id, number),
  constraint part_import foreign key (tenant_id, import_id) references imports.import (tenant_id, id)
);
-- Trying to compress each piece would cost more than the rest of the upload.
alter table imports.part alter column bytes set storage external;
select kernel.protect('imports.part', 'select, insert, delete');

-- The rows of the file under the columns of the kind. Without a foreign key: its check would be a fifth of the cost
-- of a row, and rows come and go with their import in the same transactions.
create table imports.row (
  tenant_id uuid not null,
  import_id uuid not null,
  -- The row of the file, 1 being the headings.
  number integer not null,
  cells json not null,
  -- What the row is about, such as the meter's number; null while it cannot be read.
  key text,
  good boolean not null,
  constraint row_pkey primary key (tenant_id, import_id, number)
);
create index row_key on imports.row (tenant_id, import_id, key, number) where key is not null;
create index row_bad on imports.row (tenant_id, import_id, number) where not good;
select kernel.protect('imports.row', 'select, insert, update, delete');

-- What is wrong with a cell of a row.
create table imports.problem (
  tenant_id uuid not null,
  import_id uuid not null,
  number integer not null,
  column_name text not null,
  code text not null,
  -- What would be right, where that can be told.
  expected text,
  constraint problem_pkey primary key (tenant_id, import_id, number, column_name)
);
create index problem_kind on imports.problem (tenant_id, import_id, column_name, code, number);
select kernel.protect('imports.problem', 'select, insert, delete');

-- What an import made and has not taken back. It outlives the rows.
create table imports.made (
  tenant_id uuid not null,
  import_id uuid not null,
  number integer not null,
  object_id uuid not null,
  -- Why an undo left it: what has been done with it since.
  kept text,
  constraint made_pkey primary key (tenant_id, import_id, number)
);
create index made_object on imports.made (tenant_id, object_id);
select kernel.protect('imports.made', 'select, insert, update, delete');

-- Under which heading somebody found a column the last time.
create table imports.habit (
  tenant_id uuid not null,
  person_id uuid not null,
  kind text not null,
  -- Heading in small letters to column name.
  headings json not null,
  constraint habit_pkey primary key (tenant_id, person_id, kind)
);
select kernel.protect('imports.habit', 'select, insert, update');

-- An import is taken back while nothing depends on what it made.
grant delete on meters.meter, meters.sts_data, customers.customer to saldo_server, saldo_worker;
