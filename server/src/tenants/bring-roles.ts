import { shippedRoles, shipRoles, systemActor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, reading, transaction } from '../db/index.ts'
import { makePartitions } from '../jobs/index.ts'
import type { Id } from '../kernel/ids.ts'
import { allTenants } from './tenant.ts'

/**
 * Brings the shipped roles of every tenant to what this version says, at the start of a server: a right that came
 * with an upgrade would otherwise be nobody's. Each tenant costs one read; only a role that is behind is written, and
 * its tenant's trail says so. Returns how many tenants were behind.
 */
export async function bringRolesUpToDate(): Promise<number> {
  let behind = 0
  for (const { id } of await allTenants()) {
    if ((await reading({ tenantId: id }, (db) => rolesBehind(db, id))).length > 0) {
      // A server that rested for months has no place for this month's trail yet.
      if (behind === 0) await makePartitions()
      await bring(id)
      behind += 1
    }
  }
  return behind
}

type StoredRole = { name: string; permissions: string[] }

/** The shipped roles that are missing or hold other rights than this version gives them. */
async function rolesBehind(db: Db, tenantId: Id<'tenant'>): Promise<string[]> {
  const rows = await db.rows<StoredRole>(
    'select name, permissions from access.role where tenant_id = $1 and shipped',
    [tenantId],
  )
  const stored = new Map(rows.map(({ name, permissions }) => [name, permissions.join(' ')]))
  return Object.entries(shippedRoles)
    .filter(([name, permissions]) => stored.get(name) !== permissions.join(' '))
    .map(([name]) => name)
}

function bring(tenantId: Id<'tenant'>): Promise<void> {
  return transaction({ tenantId }, async (tx) => {
    const names = await rolesBehind(tx, tenantId)
    await shipRoles(tx, tenantId)
    await record(tx, {
      actor: systemActor(tenantId),
      action: 'role.ship',
      object: { kind: 'tenant', id: tenantId },
      after: { roles: names },
    })
  })
}
