-- Sales are looked through newest first: of a vendor, of a terminal or operator (each belongs to one vendor), and
-- those that did not simply succeed, which are few. The sales of a meter and of a span of time have their indexes.
create index sale_of_vendor on hub.sale (tenant_id, vendor_id, booked_at, id);
create index sale_not_done on hub.sale (tenant_id, state, booked_at, id) where state <> 'done';
