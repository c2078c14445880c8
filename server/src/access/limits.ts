import { type Currency, formatMinor } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Actor, Limits } from './actor.ts'
import { isPermission, type Permission } from './permissions.ts'

export const AboveLimit = refusal(
  'access.above_limit',
  403,
  'This amount is above what your roles let you decide. Ask somebody with a higher limit.',
)

/** The permissions that are about an amount, and so can have a limit in a role. */
export const limitable = [
  'deposit.confirm',
  'vendor.approve',
] as const satisfies readonly Permission[]

/** Up to how much of one currency a role lets somebody use a permission at once, minor units. */
export type Limit = {
  readonly permission: Permission
  readonly minor: bigint
  readonly currency: Currency
}

/** The limits of this permission of an actor by currency code, minor units; undefined when it has none. */
export function limitOf(
  actor: Actor,
  permission: Permission,
): ReadonlyMap<string, bigint> | undefined {
  return actor.limits?.get(permission)
}

/** Throws `access.above_limit` unless the actor may use the permission for so much. */
export function requireWithin(
  actor: Actor,
  permission: Permission,
  { minor, currency }: { readonly minor: bigint; readonly currency: string },
): void {
  const limit = limitOf(actor, permission)
  if (!limit || minor <= (limit.get(currency) ?? 0n)) return
  throw AboveLimit({ permission, currency })
}

/** Whether an actor with these limits may give or take a permission that is limited so, or is not. */
export function withinLimits(
  own: ReadonlyMap<string, bigint> | undefined,
  given: ReadonlyMap<string, bigint> | undefined,
): boolean {
  if (!own) return true
  if (!given) return false
  return [...given].every(([currency, minor]) => minor <= (own.get(currency) ?? 0n))
}

type Stored = { permission: string; minor: string; code: string; decimals: Currency['decimals'] }

/** The limits of a role as its row holds them. */
export function readLimits(stored: readonly Stored[]): Limit[] {
  return stored.flatMap(({ permission, minor, code, decimals }) =>
    isPermission(permission)
      ? [{ permission, minor: BigInt(minor), currency: { code, decimals } }]
      : [],
  )
}

export function limitsAsStored(limits: readonly Limit[]): Stored[] {
  return limits.map(({ permission, minor, currency: { code, decimals } }) => ({
    permission,
    minor: minor.toString(),
    code,
    decimals,
  }))
}

/** By permission and currency; only of permissions that the role has. */
export function limitsOf(limits: readonly Limit[]): Limits {
  const all = new Map<Permission, Map<string, bigint>>()
  for (const { permission, minor, currency } of limits) {
    const of = all.get(permission) ?? new Map<string, bigint>()
    all.set(permission, of.set(currency.code, minor))
  }
  return all
}

/** As people read them: "deposit.confirm up to KES 10000.00". */
export function limitText({ permission, minor, currency }: Limit): string {
  return `${permission} up to ${currency.code} ${formatMinor(minor, currency)}`
}

/** The same permission in several roles of a person, each with its reach. */
export type LimitedBy = {
  readonly reach: string
  readonly reach_id: string
  readonly limit: ReadonlyMap<string, bigint> | undefined
}

/**
 * The limit of a permission that comes by several roles. Of roles with the same reach the highest counts; what
 * is given over the whole tenant counts everywhere; else the lowest of different reaches, too little rather
 * than too much, because a limit does not say where it holds.
 */
export function limitTogether(by: readonly LimitedBy[]): ReadonlyMap<string, bigint> | undefined {
  const wide = by.filter(({ reach }) => reach === 'tenant')
  const groups = new Map<string, LimitedBy[]>()
  for (const one of wide.length > 0 ? wide : by) {
    const key = `${one.reach} ${one.reach_id}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map(highest).reduce(lower)
}

function highest(by: readonly LimitedBy[]): ReadonlyMap<string, bigint> | undefined {
  if (by.some(({ limit }) => limit === undefined)) return undefined
  const most = new Map<string, bigint>()
  for (const [currency, minor] of by.flatMap(({ limit }) => [...(limit ?? [])])) {
    if (minor > (most.get(currency) ?? -1n)) most.set(currency, minor)
  }
  return most
}

function lower(
  a: ReadonlyMap<string, bigint> | undefined,
  b: ReadonlyMap<string, bigint> | undefined,
): ReadonlyMap<string, bigint> | undefined {
  if (!a || !b) return a ?? b
  const both = [...a].flatMap(([currency, minor]) => {
    const other = b.get(currency)
    return other === undefined ? [] : [[currency, minor < other ? minor : other] as const]
  })
  return new Map(both)
}
