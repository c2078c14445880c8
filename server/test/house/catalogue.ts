import type pg from 'pg'

// What stands outside the rules, each with its reason. Whatever is not here must keep them.

/** Tables that are no tenant's: they say that a tenant exists, or are about the installation itself. */
const GLOBAL_TABLES = [
  // Wrong passwords are counted by name and address before anyone knows whose they are.
  'access.sign_in_attempt',
  'kernel.directory',
  'kernel.installation',
  'kernel.migration',
  'kernel.partitioned',
  'kernel.repeatable',
  'tenants.tenant',
]

/** Functions that act with their owner's rights. Each names the tenant in every statement, or touches none. */
const DEFINER_FUNCTIONS = [
  'hub.commit_sale',
  'hub.commit_sales',
  'hub.hold_sale',
  'hub.sale_context',
  'hub.settle_sale',
  'hub.unfit',
  'kernel.enter',
  'kernel.make_partitions',
  'kernel.quarantined',
  // Has the planner's figures of tables taken; it reads rows and gives none.
  'kernel.take_figures',
  'ledger.post',
]

/** The library's own; its rows are jobs, and each enters its tenant when it runs. */
const QUEUE = 'graphile_worker'

const ROLES = ['saldo_server', 'saldo_worker']

/**
 * What in a database's catalogue breaks the rules that keep tenants apart and let them be distributed
 * (RELIABILITY.md 5.3, DESIGN.md section 9). Empty when all is as it must be.
 */
export async function catalogueFaults(superuser: pg.Client): Promise<string[]> {
  const faults: string[] = []
  for (const { text, sentence } of rules) {
    const { rows } = await superuser.query<{ name: string }>(withLists(text))
    faults.push(...rows.map(({ name }) => `${name} ${sentence}`))
  }
  return faults
}

/** The tables with a tenant, partitions left out. */
export async function tenantTables(superuser: pg.Client): Promise<string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    withLists(`select t.oid::regclass::text as name from tenant_table t order by 1`),
  )
  return rows.map(({ name }) => name)
}

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')

/** Names that the rules share. A partition follows its parent and is nobody's to touch. */
function withLists(text: string): string {
  return `
    with ours as (
      select n.oid, n.nspname from pg_namespace n
      where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public', '${QUEUE}')
    ), every_table as (
      select c.*, o.nspname || '.' || c.relname as full_name, exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant
      from pg_class c join ours o on o.oid = c.relnamespace where c.relkind in ('r', 'p')
    ), tenant_table as (
      select * from every_table where has_tenant and not relispartition and full_name not in (${list(GLOBAL_TABLES)})
    ), tenant_id as (
      select a.attrelid, a.attnum from pg_attribute a where a.attname = 'tenant_id' and not a.attisdropped
    ), app_role as (
      select r.oid, r.rolname from pg_roles r where r.rolname in (${list(ROLES)}))
    ${text}`
}

const rules: readonly { readonly text: string; readonly sentence: string }[] = [
  {
    text: `select full_name as name from every_table
           where not has_tenant and not relispartition and full_name not in (${list(GLOBAL_TABLES)}) order by 1`,
    sentence: 'has no tenant_id and is not on the list of global tables.',
  },
  {
    text: `select full_name as name from tenant_table where not (relrowsecurity and relforcerowsecurity) order by 1`,
    sentence: 'has no forced row-level security: call kernel.protect in its migration.',
  },
  {
    text: `select t.full_name as name from tenant_table t
           where (select array_agg(pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid)
                    || ' / ' || p.polcmd::text || ' / ' || p.polroles::text order by p.polname)
                  from pg_policy p where p.polrelid = t.oid)
             is distinct from array['(tenant_id = kernel.tenant()) / (tenant_id = kernel.tenant()) / * / {0}']
           order by 1`,
    sentence: 'does not have the one policy "tenant_id = kernel.tenant()" for reading and writing.',
  },
  {
    text: `select c.relname as name from pg_index i
           join tenant_table t on t.oid = i.indrelid join pg_class c on c.oid = i.indexrelid
           join tenant_id d on d.attrelid = t.oid
           where (i.indisunique or i.indisprimary or i.indisexclusion) and not d.attnum = any (i.indkey::smallint[])
           order by 1`,
    sentence: 'is a key without tenant_id: what is unique would be so across tenants.',
  },
  {
    text: `select t.full_name as name from tenant_table t
           join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id' where not a.attnotnull order by 1`,
    sentence: 'allows a row of no tenant.',
  },
  {
    text: `select k.conname as name from pg_constraint k
           join tenant_table t on t.oid = k.conrelid join tenant_table r on r.oid = k.confrelid
           join tenant_id d on d.attrelid = t.oid join tenant_id e on e.attrelid = r.oid
           where k.contype = 'f' and not exists (
             select from generate_subscripts(k.conkey, 1) i where k.conkey[i] = d.attnum and k.confkey[i] = e.attnum)
           order by 1`,
    sentence:
      'is a foreign key without tenant_id: it would accept and reveal rows of other tenants.',
  },
  {
    text: `select k.conname as name from pg_constraint k
           join every_table t on t.oid = k.conrelid join tenant_table r on r.oid = k.confrelid
           where k.contype = 'f' and t.full_name in (${list(GLOBAL_TABLES)}) order by 1`,
    sentence: 'is a foreign key from a global table to a tenant table.',
  },
  {
    text: `select k.conname as name from pg_constraint k join ours o on o.oid = k.connamespace
           where k.contype = 'f' and (k.confdeltype = 'n' or k.confupdtype in ('c', 'n')) order by 1`,
    sentence: 'sets null on delete or cascades on update.',
  },
  {
    text: `select t.full_name || '.' || g.tgname as name from pg_trigger g
           join every_table t on t.oid = g.tgrelid where not g.tgisinternal order by 1`,
    sentence: 'is a trigger.',
  },
  {
    text: `select t.full_name || '.' || a.attname as name from pg_attribute a
           join every_table t on t.oid = a.attrelid
           left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attnum > 0 and not a.attisdropped and (a.attidentity <> ''
             or pg_get_expr(d.adbin, d.adrelid) ~* '(nextval|now|current_|clock_timestamp|random)') order by 1`,
    sentence: 'is numbered or dated by the database: ids and clocks come as arguments.',
  },
  {
    text: `select o.nspname || '.' || c.relname as name from pg_class c join ours o on o.oid = c.relnamespace
           where c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)
           order by 1`,
    sentence: 'is a view that shows with the rights of its owner: say security_invoker.',
  },
  {
    text: `select o.nspname || '.' || p.proname as name from pg_proc p join ours o on o.oid = p.pronamespace
           where p.prosecdef and o.nspname || '.' || p.proname not in (${list(DEFINER_FUNCTIONS)}) order by 1`,
    sentence: 'acts with the rights of its owner and is not on the list.',
  },
  {
    text: `select p.oid::regprocedure::text as name from pg_proc p join ours o on o.oid = p.pronamespace
           where p.prosecdef and not exists (select from unnest(p.proconfig) c where c like 'search_path=%') order by 1`,
    sentence: 'acts with the rights of its owner and has no search_path of its own.',
  },
  {
    text: `select p.oid::regprocedure::text as name from pg_proc p join ours o on o.oid = p.pronamespace
           join pg_roles r on r.oid = p.proowner
           where r.rolname not in ('saldo_owner', 'saldo_functions') order by 1`,
    sentence: 'does not belong to saldo_owner or saldo_functions.',
  },
  {
    text: `select t.full_name as name from every_table t join pg_roles r on r.oid = t.relowner
           where r.rolname <> 'saldo_owner' order by 1`,
    sentence: 'does not belong to saldo_owner.',
  },
  {
    text: `select r.rolname as name from app_role r
           where exists (select from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o')
              or exists (select from pg_class c where c.relowner = r.oid)
              or exists (select from pg_proc p where p.proowner = r.oid)
              or exists (select from pg_namespace n where n.nspowner = r.oid) order by 1`,
    sentence: 'owns something: what answers requests owns nothing.',
  },
  {
    text: `select r.rolname as name from pg_roles r join app_role a on a.oid = r.oid
           where r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
              or exists (select from pg_auth_members m where m.member = r.oid) order by 1`,
    sentence:
      'has rights beyond its tables: superuser, bypassing row-level security, or another role.',
  },
  {
    text: `select r.rolname || ' on ' || t.full_name as name
           from every_table t cross join lateral aclexplode(t.relacl) x join app_role r on r.oid = x.grantee
           where t.relispartition order by 1`,
    sentence: 'has a grant on a partition, which would pass by the policy of its parent.',
  },
  {
    text: `select t.full_name as name from every_table t cross join lateral aclexplode(t.relacl) x
           where x.grantee = 0 order by 1`,
    sentence: 'is granted to everybody.',
  },
  {
    text: `select p.oid::regprocedure::text as name from pg_proc p join ours o on o.oid = p.pronamespace
           where p.prosecdef and p.proname not in ('enter', 'quarantined')
             and has_function_privilege('public', p.oid, 'execute') order by 1`,
    sentence: 'acts with the rights of its owner for everybody.',
  },
  {
    text: `select r.rolname as name from app_role r
           where has_function_privilege(r.rolname, 'pg_catalog.set_config(text, text, boolean)', 'execute') order by 1`,
    sentence: 'may call set_config, and so enter any tenant.',
  },
  {
    text: `select r.rolname as name from app_role r
           where has_database_privilege(r.rolname, current_database(), 'temporary')
              or has_database_privilege(r.rolname, current_database(), 'create') order by 1`,
    sentence: 'may make temporary tables or schemas in the database.',
  },
  {
    text: `select r.rolname as name from app_role r where has_language_privilege(r.rolname, 'plpgsql', 'usage') order by 1`,
    sentence: 'may write plpgsql, and so set a tenant in a block.',
  },
  {
    text: `select r.rolname || ' in ' || n.nspname as name from app_role r, pg_namespace n
           where has_schema_privilege(r.rolname, n.oid, 'create') order by 1`,
    sentence: 'may create things.',
  },
]
