import type { Permission, Role } from './queries.ts'

export type RoleValues = {
  name: string
  permissions: string[]
  /** The limit as it is typed, by "deposit_confirm KES": a point would be a path. Empty is no limit. */
  limits: Record<string, string>
  reason: string
}

export const limitField = (permission: string, currency: string) =>
  `${permission.replace('.', '_')} ${currency}`

/** The form of a role; of a copy the name is another. */
export function valuesOf(role: Pick<Role, 'permissions' | 'limits'> | undefined, name: string) {
  const limits = (role?.limits ?? []).map(
    ({ permission, amount, currency }) => [limitField(permission, currency.code), amount] as const,
  )
  const values: RoleValues = {
    name,
    permissions: [...(role?.permissions ?? [])],
    limits: Object.fromEntries(limits),
    reason: '',
  }
  return values
}

/** What the server is told: limits of the rights that are ticked, and the name of the field of each. */
export function bodyOf(
  { name, permissions, limits }: RoleValues,
  limitable: readonly string[],
  currencies: readonly string[],
) {
  const given = limitable
    .filter((permission) => permissions.includes(permission))
    .flatMap((permission) => currencies.map((currency) => ({ permission, currency })))
    .map(({ permission, currency }) => {
      const amount = (limits[limitField(permission, currency)] ?? '').trim()
      return { permission: permission as 'deposit.confirm', amount, currency }
    })
    .filter(({ amount }) => amount !== '')
  return { name: name.trim(), permissions: permissions as Permission[], limits: given }
}
