-- A vendor's name as it is searched for.
alter table vendors.vendor
  add column name_folded text collate "C" generated always as (kernel.folded(name)) stored;
