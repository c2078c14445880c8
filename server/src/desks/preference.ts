import type { Actor } from '../access/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'

export const themes = ['light', 'dark', 'device'] as const
export const densities = ['compact', 'comfortable'] as const

export interface Preference {
  readonly theme: (typeof themes)[number]
  readonly density: (typeof densities)[number]
}

/** What a person chose; null until they chose anything. */
export async function readPreference(db: Db, actor: Actor): Promise<Preference | null> {
  const row = await db.row<Preference>(
    'select theme, density from desks.preference where tenant_id = $1 and person_id = $2',
    [actor.tenantId, actor.id],
  )
  return row ?? null
}

/** Keeps the choice. It is the person's own and changes nothing for anybody else, so no trail is kept. */
export async function keepPreference(
  tx: Tx,
  actor: Actor,
  { theme, density }: Preference,
): Promise<void> {
  await tx.execute(
    `insert into desks.preference (tenant_id, person_id, theme, density, changed_at)
     values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, person_id) do update
       set theme = excluded.theme, density = excluded.density, changed_at = excluded.changed_at`,
    [actor.tenantId, actor.id, theme, density, now()],
  )
}
