-- A customer reads a token aloud, and the office asks which sale it was made for.
create index token_digits on tokens.token (tenant_id, digits);
