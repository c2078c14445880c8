import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Permission } from '../permissions.ts'

/** How many active people hold each of these permissions over the whole tenant; not more than `most`. */
export async function countHolders(
  db: Db,
  tenantId: Id<'tenant'>,
  permissions: readonly Permission[],
  most: number,
): Promise<number> {
  const rows = await db.rows(
    `select p.id from access.person p
     where p.tenant_id = $1 and p.status = 'active' and (
       select count(distinct wanted.permission)
       from access.assignment a
       join access.role r on r.tenant_id = $1 and r.id = a.role_id
       join unnest($2::text[]) wanted(permission) on wanted.permission = any (r.permissions)
       where a.tenant_id = $1 and a.person_id = p.id and a.reach = 'tenant') = $3
     limit $4`,
    [tenantId, permissions, new Set(permissions).size, most],
  )
  return rows.length
}
