-- What a utility says of itself beyond the first sale: branding, languages, calendar, retention.
alter table tenants.utility
  -- What fits on a phone and in an SMS; the whole name when empty.
  add column short_name text not null default '',
  -- Offered to its customers, the first one unless they choose.
  add column languages text[] not null default '{en}',
  -- Decimals that amounts of energy, water or gas are shown with; what a token holds does not depend on it.
  add column unit_decimals jsonb not null default '{}',
  -- Months that sales and readings are kept at least.
  add column retention_months smallint not null default 120,
  -- "#0b6558"; the platform's own when empty.
  add column brand_colour text not null default '',
  add column accent_colour text not null default '',
  add constraint utility_retention check (retention_months between 12 and 600),
  add constraint utility_languages check (cardinality(languages) > 0 and languages <@ array['en', 'fr', 'pt', 'es', 'sw', 'ar']),
  add constraint utility_colours check (brand_colour ~ '^(#[0-9a-f]{6})?$' and accent_colour ~ '^(#[0-9a-f]{6})?$');

-- Days on which the utility rests: cuts wait, deadlines move.
create table tenants.holiday (
  tenant_id uuid not null,
  utility_id uuid not null,
  day date not null,
  name text not null,
  constraint holiday_pkey primary key (tenant_id, utility_id, day),
  constraint holiday_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint holiday_name check (char_length(name) between 1 and 80)
);
select kernel.protect('tenants.holiday', 'select, insert, delete');

-- A logo as it was taken in: decoded and written anew, so that it holds nothing but the picture.
create table tenants.logo (
  tenant_id uuid not null,
  utility_id uuid not null,
  theme text not null,
  media_type text not null,
  content bytea not null,
  content_hash text not null,
  width integer not null,
  height integer not null,
  created_at timestamptz not null,
  constraint logo_pkey primary key (tenant_id, utility_id, theme),
  constraint logo_utility foreign key (tenant_id, utility_id) references tenants.utility (tenant_id, id),
  constraint logo_theme check (theme in ('light', 'dark')),
  constraint logo_media_type check (media_type in ('image/png', 'image/svg+xml')),
  constraint logo_size check (octet_length(content) between 1 and 524288)
);
select kernel.protect('tenants.logo', 'select, insert, update, delete');
