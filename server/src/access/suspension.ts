import { record } from '../audit/index.ts'
import { type Db, reading, type Tx } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { usualSettings } from './tenant-settings.ts'

export const TenantSuspended = refusal(
  'tenant.suspended',
  403,
  'This company is suspended, and nothing is done for it. Ask whoever runs the platform.',
)

// On the way of every request: what another server suspended is refused here within a second.
const suspended = createCache<boolean>({ max: 10_000, maxAgeMs: 1_000 })

/** Throws `tenant.suspended` while the tenant is. */
export async function refuseSuspended(tenantId: Id<'tenant'>): Promise<void> {
  const since = () => reading({ tenantId }, (db) => suspendedSince(db, tenantId))
  if (await suspended.get(tenantId, async () => (await since()) !== null)) throw TenantSuspended()
}

/** Since when a tenant is suspended; null when it is not. */
export async function suspendedSince(db: Db, tenantId: Id<'tenant'>): Promise<Date | null> {
  const row = await db.row<{ suspended_at: Date | null }>(
    'select suspended_at from access.tenant_setting where tenant_id = $1',
    [tenantId],
  )
  return row?.suspended_at ?? null
}

/**
 * Suspends a tenant or lets it work again, on behalf of an actor who was asked for the right before. Returns whether
 * that changed anything.
 */
export async function setSuspended(
  tx: Tx,
  actor: Actor,
  wanted: boolean,
  reason: string,
): Promise<boolean> {
  const { tenantId } = actor
  const changed = wanted ? await suspend(tx, tenantId) : await resume(tx, tenantId)
  if (changed === 0) return false
  await record(tx, {
    actor,
    action: wanted ? 'tenant.suspend' : 'tenant.resume',
    object: { kind: 'tenant', id: tenantId },
    reason,
  })
  suspended.forget(tenantId)
  return true
}

function suspend(tx: Tx, tenantId: Id<'tenant'>): Promise<number> {
  const { secondFactor, idleMinutes, approvalHours } = usualSettings
  return tx.execute(
    `insert into access.tenant_setting as s
       (tenant_id, second_factor, idle_minutes, approval_hours, suspended_at)
     values ($1, $2, $3, $4, $5) on conflict on constraint tenant_setting_pkey
       do update set suspended_at = excluded.suspended_at where s.suspended_at is null`,
    [tenantId, secondFactor, idleMinutes, approvalHours, now()],
  )
}

function resume(tx: Tx, tenantId: Id<'tenant'>): Promise<number> {
  return tx.execute(
    `update access.tenant_setting set suspended_at = null
     where tenant_id = $1 and suspended_at is not null`,
    [tenantId],
  )
}
