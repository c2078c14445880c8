import { shipRoles } from '../access/index.ts'
import { readingOutsideTenants, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { cleanText } from '../kernel/text.ts'

export type Tenant = {
  readonly id: Id<'tenant'>
  readonly name: string
  /** The tenant of those who run the installation: it has people, and no customers. At most one. */
  readonly platform: boolean
}

/** Makes a tenant, an operating company, with the roles that every tenant begins with. */
export async function createTenant(input: {
  readonly name: string
  /** Chosen by the demo world, so that it is the same each time. */
  readonly id?: Id<'tenant'>
  readonly platform?: boolean
}): Promise<Id<'tenant'>> {
  const id = input.id ?? newId<'tenant'>()
  await transaction({ tenantId: id }, (tx) => foundTenant(tx, { ...input, id }))
  return id
}

/** The same within a transaction that has entered the new tenant, for what must be there with it or not at all. */
export async function foundTenant(
  tx: Tx,
  tenant: { readonly id: Id<'tenant'>; readonly name: string; readonly platform?: boolean },
): Promise<void> {
  const { id, platform = false } = tenant
  const name = cleanText(tenant.name, { pointer: '/name', max: 120 })
  await tx.execute(
    'insert into tenants.tenant (id, name, created_at, platform) values ($1, $2, $3, $4)',
    [id, name, now(), platform],
  )
  await shipRoles(tx, id, { platform })
}

/** Every tenant of this installation, the oldest first: for jobs that visit each of them. */
export function allTenants(): Promise<Tenant[]> {
  return readingOutsideTenants((db) =>
    db.rows<Tenant>('select id, name, platform from tenants.tenant order by created_at, id'),
  )
}

/** A tenant's name; undefined when there is none of this id. */
export function readTenant(tenantId: Id<'tenant'>): Promise<Tenant | undefined> {
  return readingOutsideTenants((db) =>
    db.row<Tenant>('select id, name, platform from tenants.tenant where id = $1', [tenantId]),
  )
}
