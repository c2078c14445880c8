-- What a tenant decides about its own console. A tenant without a row has what access/tenant-settings.ts says.
create table access.tenant_setting (
  tenant_id uuid not null,
  -- Who must have a second factor to sign in.
  second_factor text not null,
  -- Minutes that a session of the console lives without a request.
  idle_minutes smallint not null,
  -- Hours that a request waits for a second person when its rule does not say.
  approval_hours smallint not null,
  -- Set by the operator of the platform: nobody signs in and nothing is sold until it is lifted.
  suspended_at timestamptz,
  constraint tenant_setting_pkey primary key (tenant_id),
  constraint tenant_setting_factor check (second_factor in ('optional', 'administrators', 'everybody')),
  constraint tenant_setting_idle check (idle_minutes between 5 and 60),
  constraint tenant_setting_approval check (approval_hours between 1 and 720)
);
select kernel.protect('access.tenant_setting', 'select, insert, update');
