-- The functions of the sale path are files of their own, each applied by itself.
grant create on schema hub to saldo_functions;

-- A sale is looked up by its key with a plan that may be older than the table's statistics. Of a table that was never
-- analyzed every index that begins with the tenant looks equally good, and one by the client alone reads all that the
-- client ever sold. The other two unique indexes therefore carry a condition that is always true and that a search by
-- key does not name: only the primary key is left for it.
alter table hub.sale_key
  drop constraint sale_key_sale,
  drop constraint sale_key_receipt,
  drop constraint sale_key_length,
  add constraint sale_key_sound check (char_length(key) between 8 and 64 and receipt_number > 0
    and sale_id > '00000000-0000-0000-0000-000000000000');
create unique index sale_key_sale on hub.sale_key (tenant_id, client_id, sale_id)
  where sale_id > '00000000-0000-0000-0000-000000000000';
create unique index sale_key_receipt on hub.sale_key (tenant_id, receipt_number) where receipt_number > 0;
