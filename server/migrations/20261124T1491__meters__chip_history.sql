-- The same promise at a third of the cost: two ids are compared as ids, not as texts by the rules of a language. Still
-- cast, so that only the check itself uses this index.
alter table meters.sts_data
  drop constraint sts_data_no_overlap,
  add constraint sts_data_no_overlap exclude using gist (
    tenant_id with =, ((meter_id::text)::uuid) with =, tstzrange(valid_from, valid_until) with &&);
