-- Up to which amount a role lets somebody use a permission: [{"permission", "minor", "code", "decimals"}].
alter table access.role add column limits json not null default '[]';
