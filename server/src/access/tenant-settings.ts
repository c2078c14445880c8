import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Actor, NotAllowed, requirePermission } from './actor.ts'
import { ownOnly } from './can.ts'

/** Who must have a second factor to sign in: nobody, those who may change rights, or every person. */
export const secondFactorRules = ['optional', 'administrators', 'everybody'] as const
export type SecondFactorRule = (typeof secondFactorRules)[number]

/** What a tenant decides about its own console. */
export type TenantSettings = {
  readonly secondFactor: SecondFactorRule
  /** Minutes that a session lives without a request: 5 to 60. */
  readonly idleMinutes: number
  /** Hours that a request waits for a second person when its rule does not say: 1 to 720. */
  readonly approvalHours: number
}

/** Of a tenant that has decided nothing. */
export const usualSettings: TenantSettings = {
  secondFactor: 'optional',
  idleMinutes: 30,
  approvalHours: 72,
}

/** The settings of a tenant as the database has them now. */
export async function tenantSettings(db: Db, tenantId: Id<'tenant'>): Promise<TenantSettings> {
  const row = await db.row<SettingsRow>(
    `select second_factor, idle_minutes, approval_hours
     from access.tenant_setting where tenant_id = $1`,
    [tenantId],
  )
  if (!row) return usualSettings
  return {
    secondFactor: row.second_factor,
    idleMinutes: row.idle_minutes,
    approvalHours: row.approval_hours,
  }
}

/** Changes settings; what is not given stays. Holds from the next request on, on every server. */
export async function changeTenantSettings(
  tx: Tx,
  actor: Actor,
  change: Partial<TenantSettings>,
): Promise<void> {
  requireWholeTenant(actor)
  // A change at the same time waits here: it must not put back what this one changed.
  await tx.execute(
    `insert into access.tenant_setting as s (tenant_id, second_factor, idle_minutes, approval_hours)
     values ($1, $2, $3, $4) on conflict on constraint tenant_setting_pkey
       do update set second_factor = s.second_factor`,
    [
      actor.tenantId,
      usualSettings.secondFactor,
      usualSettings.idleMinutes,
      usualSettings.approvalHours,
    ],
  )
  const before = await tenantSettings(tx, actor.tenantId)
  const after = { ...before, ...change }
  const names = (Object.keys(after) as (keyof TenantSettings)[]).filter(
    (name) => before[name] !== after[name],
  )
  if (names.length === 0) return
  await tx.execute(
    `update access.tenant_setting set second_factor = $2, idle_minutes = $3, approval_hours = $4
     where tenant_id = $1`,
    [actor.tenantId, after.secondFactor, after.idleMinutes, after.approvalHours],
  )
  const of = (settings: TenantSettings) =>
    Object.fromEntries(names.map((name) => [name, settings[name]]))
  await record(tx, {
    actor,
    action: 'tenant.configure',
    object: { kind: 'tenant', id: actor.tenantId },
    before: of(before),
    after: of(after),
  })
}

/** Settings are everybody's: whoever reaches a part of the company does not decide them. */
export function requireWholeTenant(actor: Actor): void {
  requirePermission(actor, 'tenant.configure')
  if (ownOnly(actor, 'tenant.configure')) throw NotAllowed({ permission: 'tenant.configure' })
}

type SettingsRow = {
  second_factor: SecondFactorRule
  idle_minutes: number
  approval_hours: number
}
