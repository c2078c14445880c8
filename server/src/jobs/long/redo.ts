import type { AuditActor } from '../../audit/index.ts'
import type { Tx } from '../../db/index.ts'
import type { Claim } from './claim.ts'
import type { AnyJobKind, Counted, RowFailure, Turn } from './kind.ts'

const ITEMS_AT_ONCE = 200

/** Writes down the rows that failed. Returns how many; a row that is listed already is not counted again. */
export async function recordFailures(
  tx: Tx,
  claim: Claim,
  failures: readonly RowFailure[],
): Promise<number> {
  if (failures.length === 0) return 0
  return tx.execute(
    `insert into jobs.failure (tenant_id, job_id, item, code, detail)
     select $1, $2, f.item, f.code, f.detail
     from unnest($3::text[], $4::text[], $5::text[]) f (item, code, detail) on conflict do nothing`,
    [
      claim.tenantId,
      claim.jobId,
      failures.map(({ item }) => item),
      failures.map(({ code }) => code),
      failures.map(({ detail }) => detail ?? null),
    ],
  )
}

/** Tries the next rows that failed once more, in the order of their names. */
export async function redoNext(
  tx: Tx,
  claim: Claim,
  kind: AnyJobKind<AuditActor>,
  turn: Turn<AuditActor, never, never>,
): Promise<Counted> {
  const after = turn.place as { readonly redone?: string } | null
  const rows = await tx.rows<{ item: string }>(
    `select item from jobs.failure where tenant_id = $1 and job_id = $2 and item > $3
     order by item limit $4`,
    [claim.tenantId, claim.jobId, after?.redone ?? '', ITEMS_AT_ONCE],
  )
  const items = rows.map(({ item }) => item)
  const last = items.at(-1)
  if (last === undefined || !kind.redo) return { place: turn.place, failed: 0, finished: true }
  await tx.execute(
    'delete from jobs.failure where tenant_id = $1 and job_id = $2 and item = any ($3)',
    [claim.tenantId, claim.jobId, items],
  )
  const { done, skipped, failures = [] } = await kind.redo(tx, turn, items)
  const again = await recordFailures(tx, claim, failures)
  return {
    place: { redone: last },
    ...(done !== undefined && { done }),
    ...(skipped !== undefined && { skipped }),
    failed: again - items.length,
    finished: false,
  }
}
