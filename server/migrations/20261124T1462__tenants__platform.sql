-- The tenant of those who run the installation: it has people and roles, and no customers. At most one.
alter table tenants.tenant add column platform boolean not null default false;
create unique index tenant_platform on tenants.tenant (platform) where platform;
