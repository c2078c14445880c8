import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { allPermissions, isPlatformPermission, type Permission } from './permissions.ts'

const companyPermissions = allPermissions.filter((name) => !isPlatformPermission(name))

/** The roles that every tenant begins with. A tenant's own are rows beside them. */
export const shippedRoles = {
  'Tenant administrator': companyPermissions,
  Finance: [
    'overview.read',
    'report.read',
    'sale.read',
    'sale.resolve',
    'vendor.read',
    'vendor.suspend',
    'deposit.confirm',
    'margin.set',
    'customer.read',
    'debt.record',
    'tariff.read',
    'tariff.approve',
    'audit.read',
  ],
  'Meter desk': [
    'meter.read',
    'meter.register',
    'meter.block',
    'usage_point.register',
    'customer.read',
    'customer.register',
    'import.make',
    'sale.read',
    'token.reveal',
    'quote.make',
    'tariff.read',
    'key.read',
  ],
  'Channel manager': [
    'overview.read',
    'report.read',
    'sale.read',
    'vendor.read',
    'vendor.register',
    'vendor.approve',
    'vendor.suspend',
    'portfolio.write',
    'operator.register',
    'terminal.read',
    'terminal.register',
    'terminal.block',
    'client.register',
    'margin.set',
  ],
  Auditor: [
    'overview.read',
    'report.read',
    'audit.read',
    'audit.export',
    'mail.read',
    'sale.read',
    'meter.read',
    'customer.read',
    'vendor.read',
    'terminal.read',
    'tariff.read',
    'key.read',
    'person.read',
  ],
  'Vendor supervisor': [
    'overview.read',
    'report.read',
    'sale.read',
    'vendor.read',
    'operator.register',
    'terminal.read',
  ],
} as const satisfies Record<string, readonly Permission[]>

/** The role beside them in the platform's own tenant, and nowhere else: who runs the installation. */
export const platformRole = {
  'Platform operator': allPermissions.filter(isPlatformPermission),
} as const satisfies Record<string, readonly Permission[]>

export type ShippedRole = keyof typeof shippedRoles

/** What a cashier at a terminal may do. An operator is no person of the console and holds no role row. */
export const cashierPermissions: ReadonlySet<Permission> = new Set<Permission>([
  'sale.make',
  'quote.make',
  'meter.read',
  'sale.read',
  'sale.reprint',
])

/**
 * Writes the shipped roles of a tenant. Of one that has them already, it brings them to what this version
 * says: a right that is new would otherwise be nobody's to give. `platform` is of the platform's own tenant.
 */
export async function shipRoles(
  tx: Tx,
  tenantId: Id<'tenant'>,
  { platform = false }: { readonly platform?: boolean } = {},
): Promise<void> {
  for (const [name, permissions] of Object.entries(rolesShippedTo({ platform }))) {
    await tx.execute(
      `insert into access.role (tenant_id, id, name, permissions, shipped, created_at)
       values ($1, $2, $3, $4, true, $5)
       on conflict (tenant_id, name) do update set permissions = excluded.permissions
       where access.role.shipped and access.role.permissions <> excluded.permissions`,
      [tenantId, newId<'role'>(), name, permissions, now()],
    )
  }
}

/** The shipped roles of a company, or of the platform's own tenant. */
export function rolesShippedTo({
  platform,
}: {
  readonly platform: boolean
}): Readonly<Record<string, readonly Permission[]>> {
  return platform ? { ...shippedRoles, ...platformRole } : shippedRoles
}
