import { rolesShippedTo, shipRoles, systemActor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, reading, transaction } from '../db/index.ts'
import { makePartitions } from '../jobs/index.ts'
import { allTenants, type Tenant } from './tenant.ts'

/**
 * Brings the shipped roles of every tenant to what this version says, at the start of a server: a right that came
 * with an upgrade would otherwise be nobody's. Each tenant costs one read; only a role that is behind is written, and
 * its tenant's trail says so. Returns how many tenants were behind.
 */
export async function bringRolesUpToDate(): Promise<number> {
  let behind = 0
  for (const tenant of await allTenants()) {
    const behindHere = await reading({ tenantId: tenant.id }, (db) => rolesBehind(db, tenant))
    if (behindHere.length > 0) {
      // A server that rested for months has no place for this month's trail yet.
      if (behind === 0) await makePartitions()
      await bring(tenant)
      behind += 1
    }
  }
  return behind
}

type StoredRole = { name: string; permissions: string[] }

/** The shipped roles that are missing or hold other rights than this version gives them. */
async function rolesBehind(db: Db, tenant: Tenant): Promise<string[]> {
  const rows = await db.rows<StoredRole>(
    'select name, permissions from access.role where tenant_id = $1 and shipped',
    [tenant.id],
  )
  const stored = new Map(rows.map(({ name, permissions }) => [name, permissions.join(' ')]))
  return Object.entries(rolesShippedTo(tenant))
    .filter(([name, permissions]) => stored.get(name) !== permissions.join(' '))
    .map(([name]) => name)
}

function bring(tenant: Tenant): Promise<void> {
  const { id } = tenant
  return transaction({ tenantId: id }, async (tx) => {
    const names = await rolesBehind(tx, tenant)
    await shipRoles(tx, id, tenant)
    await record(tx, {
      actor: systemActor(id),
      action: 'role.ship',
      object: { kind: 'tenant', id },
      after: { roles: names },
    })
  })
}
