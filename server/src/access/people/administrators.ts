import type { Db, Tx } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { ShippedRole } from '../roles.ts'

export const LastAdministrator = refusal(
  'person.last_administrator',
  409,
  'This is the last administrator. Make somebody else an administrator of the whole tenant first.',
)

// Only who has every right can give every right, and this role cannot be changed or deleted.
const ADMINISTRATOR: ShippedRole = 'Tenant administrator'

/**
 * Makes all changes of roles, and of who holds them, wait for each other until commit: two administrators
 * cannot remove each other at the same time, and a role does not gain a right while it is being given.
 */
export async function lockRights(tx: Tx, tenantId: Id<'tenant'>): Promise<void> {
  await tx.rows('select id from access.role where tenant_id = $1 order by id for update', [
    tenantId,
  ])
}

/** Does `work`, which holds `lockRights`, and refuses it when it takes the last administrator away. */
export async function keepingAnAdministrator(
  tx: Tx,
  tenantId: Id<'tenant'>,
  work: () => Promise<unknown>,
): Promise<void> {
  const before = await someoneAdministers(tx, tenantId)
  await work()
  if (before && !(await someoneAdministers(tx, tenantId))) throw LastAdministrator()
}

async function someoneAdministers(db: Db, tenantId: Id<'tenant'>): Promise<boolean> {
  const row = await db.row(
    `select 1 from access.person p
     join access.assignment a on a.tenant_id = $1 and a.person_id = p.id and a.reach = 'tenant'
     join access.role r on r.tenant_id = $1 and r.id = a.role_id and r.shipped and r.name = $2
     where p.tenant_id = $1 and p.status = 'active' limit 1`,
    [tenantId, ADMINISTRATOR],
  )
  return row !== undefined
}
