import { type Actor, NotAllowed, type Permission, requirePermission } from '../access/index.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { readTenant, type Tenant } from '../tenants/index.ts'

export const CompanyUnknown = refusal('platform.company_unknown', 404, 'There is no such company.')

/**
 * Lets only an operator of the platform through. The right alone is not enough: it must be held in the platform's
 * own tenant.
 * @throws NotAllowed
 */
export async function requireOperator(actor: Actor, permission: Permission): Promise<void> {
  requirePermission(actor, permission)
  const own = await readTenant(actor.tenantId)
  if (!own?.platform) throw NotAllowed({ permission })
}

/** A company on the platform; the platform's own tenant is none. */
export async function companyOf(tenantId: Id<'tenant'>): Promise<Tenant> {
  const tenant = await readTenant(tenantId)
  if (!tenant || tenant.platform) throw CompanyUnknown()
  return tenant
}

/** The operator as one who acts in a company: what they do stands in its trail under this name. */
export function operatorIn(company: Tenant, operator: Actor): Actor {
  return {
    ...operator,
    tenantId: company.id,
    name: `${operator.name} (platform)`,
    permissions: new Set(),
    reach: { utilities: [], vendors: [] },
    reachOf: new Map(),
  }
}
