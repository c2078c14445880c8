-- Nothing reads it: which tenants are the demo's is the demo's own to know.
alter table kernel.installation drop column demo_tenant_id;
