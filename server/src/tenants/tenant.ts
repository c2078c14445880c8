import { shipRoles } from '../access/index.ts'
import { readingOutsideTenants, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { cleanText } from '../kernel/text.ts'

export type Tenant = { readonly id: Id<'tenant'>; readonly name: string }

/** Makes a tenant, an operating company, with the roles that every tenant begins with. */
export async function createTenant(input: {
  readonly name: string
  /** Chosen by the demo world, so that it is the same each time. */
  readonly id?: Id<'tenant'>
}): Promise<Id<'tenant'>> {
  const tenantId = input.id ?? newId<'tenant'>()
  const name = cleanText(input.name, { pointer: '/name', max: 120 })
  await transaction({ tenantId }, async (tx) => {
    await tx.execute('insert into tenants.tenant (id, name, created_at) values ($1, $2, $3)', [
      tenantId,
      name,
      now(),
    ])
    await shipRoles(tx, tenantId)
  })
  return tenantId
}

/** Every tenant of this installation, the oldest first: for jobs that visit each of them. */
export function allTenants(): Promise<Tenant[]> {
  return readingOutsideTenants((db) =>
    db.rows<Tenant>('select id, name from tenants.tenant order by created_at, id'),
  )
}

/** A tenant's name; undefined when there is none of this id. */
export function readTenant(tenantId: Id<'tenant'>): Promise<Tenant | undefined> {
  return readingOutsideTenants((db) =>
    db.row<Tenant>('select id, name from tenants.tenant where id = $1', [tenantId]),
  )
}
