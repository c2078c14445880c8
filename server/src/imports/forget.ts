import { systemActor } from '../access/index.ts'
import { transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { changeImport } from './import.ts'
import { discard, empty } from './upload.ts'

const HOUR_MS = 60 * 60_000
const HOURS_OF_AN_UPLOAD = 24
const DAYS_KEPT = 90

/**
 * Removes uploads that were never finished, and files and rows of imports that rest for a long time; that an import
 * was, and what it made, stays. Returns how many imports lost something.
 */
export async function forgetImports(tenantId: Id<'tenant'>): Promise<number> {
  const actor = systemActor(tenantId)
  const before = (hours: number) => new Date(now().getTime() - hours * HOUR_MS)
  const old = await transaction(actor, (tx) =>
    tx.rows<{ id: Id<'import'>; state: string }>(
      `select id, state from imports.import
       where tenant_id = $1 and forgotten_at is null
         and (changed_at < $2 or (changed_at < $3 and state = 'uploading')) limit 100`,
      [tenantId, before(DAYS_KEPT * 24), before(HOURS_OF_AN_UPLOAD)],
    ),
  )
  for (const { id, state } of old) {
    await transaction(actor, async (tx) => {
      if (state === 'uploading') return discard(tx, actor, id)
      for (const table of ['part', 'problem', 'row'] as const) await empty(tx, actor, id, table)
      await changeImport(tx, actor, id, { forgottenAt: now() })
    })
  }
  return old.length
}
