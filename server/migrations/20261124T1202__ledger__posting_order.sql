-- Postings are sealed in the order of their transactions and, within one, of their ids. Without the id in the index each
-- block sorted all that its transaction wrote: after an import of a quarter of a million rows at once, every time.
create index posting_order on ledger.posting (tenant_id, xid, id);
drop index ledger.posting_xid;
