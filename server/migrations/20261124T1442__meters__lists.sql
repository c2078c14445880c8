-- The supply group of the newest record of the chip, so that a list is filtered by it and stays in its order.
alter table meters.meter
  add column supply_group_id uuid,
  add constraint meter_supply_group foreign key (tenant_id, supply_group_id)
    references keys.supply_group (tenant_id, id);

-- The owner sees the rows only while security is not forced on it.
alter table meters.meter no force row level security;
alter table meters.sts_data no force row level security;
update meters.meter m set supply_group_id = d.supply_group_id
from meters.sts_data d
where d.tenant_id = m.tenant_id and d.meter_id = m.id and d.valid_until is null;
alter table meters.meter force row level security;
alter table meters.sts_data force row level security;

-- A list reads one run of an index for each status and commodity it shows, each in the order of the list, and merges them:
-- any choice of filters is then as fast as none, on every page.
create index meter_listed on meters.meter (tenant_id, utility_id, status, commodity, serial_number collate "C");
create index meter_listed_group on meters.meter
  (tenant_id, utility_id, supply_group_id, status, commodity, serial_number collate "C");
