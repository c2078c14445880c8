import { reading, readingOutsideTenants, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { demoPlatform, demoTenant } from './ids.ts'

/** The last step: with it the world is whole. */
export const LAST_STEP = 'whole'

/**
 * Does a step of the making of the world once: its mark and its work are one transaction, so a start that
 * was killed is continued where it stopped.
 */
export function once(name: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  return transaction({ tenantId: demoTenant }, async (tx) => {
    const marked = await tx.execute(
      `insert into demo.step (tenant_id, name, done_at) values ($1, $2, $3) on conflict do nothing`,
      [demoTenant, name, now()],
    )
    if (marked === 1) await work(tx)
  })
}

const FIRST_STEP = 'begun'

/** Notes when the making began: its history ends there, also when it is continued later. */
export async function begin(began: Date): Promise<void> {
  await transaction({ tenantId: demoTenant }, (tx) =>
    tx.execute(
      `insert into demo.step (tenant_id, name, done_at) values ($1, $2, $3) on conflict do nothing`,
      [demoTenant, FIRST_STEP, began],
    ),
  )
}

export async function begunAt(): Promise<Date | undefined> {
  const row = await reading({ tenantId: demoTenant }, (db) =>
    db.row<{ done_at: Date }>('select done_at from demo.step where tenant_id = $1 and name = $2', [
      demoTenant,
      FIRST_STEP,
    ]),
  )
  return row?.done_at
}

/** Whether there is nothing in this database yet, or a demo world that was not finished. */
export async function demoIsMissing(): Promise<boolean> {
  const others = await readingOutsideTenants((db) =>
    db.rows('select id from tenants.tenant where id <> all ($1) limit 1', [
      [demoTenant, demoPlatform],
    ]),
  )
  return others.length === 0 && !(await isDone(LAST_STEP))
}

export async function isDone(name: string): Promise<boolean> {
  const row = await reading({ tenantId: demoTenant }, (db) =>
    db.row('select 1 as found from demo.step where tenant_id = $1 and name = $2', [
      demoTenant,
      name,
    ]),
  )
  return row !== undefined
}

/** Whether this database holds the whole demo world. */
export async function demoIsPresent(): Promise<boolean> {
  return isDone(LAST_STEP)
}
