import type { Db, Tx } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'

/** Why a person must look. A new reason is a line here. */
export type CaseKind =
  /** An external back end answered one sale in two ways. */
  | 'sale_contradiction'
  /** A sale whose outcome nobody could find out in time. */
  | 'sale_unknown'
  /** A customer is owed money back. */
  | 'refund'

export interface NewCase {
  readonly tenantId: Id<'tenant'>
  readonly kind: CaseKind
  /** The sale or other thing it is about. */
  readonly subjectId: string
  /** What a person needs to decide, as plain JSON; never a secret. */
  readonly detail: Readonly<Record<string, string | boolean | null>>
}

/**
 * Opens a case, once for each kind and subject: whoever finds the same thing again finds the case that
 * is there, open or closed, and its detail stays the first one's.
 */
export async function openCase(
  tx: Tx,
  { tenantId, kind, subjectId, detail }: NewCase,
): Promise<{ id: Id<'case'>; opened: boolean }> {
  const id = newId<'case'>()
  const opened = await tx.execute(
    `insert into cases."case" (tenant_id, id, kind, subject_id, state, owner_id, opened_at, closed_at, detail)
     values ($1, $2, $3, $4, 'open', null, $5, null, $6)
     on conflict on constraint case_subject do nothing`,
    [tenantId, id, kind, subjectId, now(), JSON.stringify(detail)],
  )
  if (opened === 1) return { id, opened: true }
  const found = await tx.row<{ id: Id<'case'> }>(
    'select id from cases."case" where tenant_id = $1 and kind = $2 and subject_id = $3',
    [tenantId, kind, subjectId],
  )
  if (!found) throw new Error('A case was neither opened nor found.')
  return { id: found.id, opened: false }
}

export interface OpenCase {
  readonly id: Id<'case'>
  readonly kind: CaseKind
  readonly subjectId: string
  readonly openedAt: Date
  readonly detail: NewCase['detail']
}

/** The oldest open cases of a tenant. */
export async function openCases(db: Db, tenantId: Id<'tenant'>, limit = 100): Promise<OpenCase[]> {
  const rows = await db.rows<CaseRow>(
    `select id, kind, subject_id, opened_at, detail from cases."case"
     where tenant_id = $1 and state = 'open' order by opened_at, id limit $2`,
    [tenantId, limit],
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    openedAt: row.opened_at,
    detail: row.detail,
  }))
}

interface CaseRow {
  id: Id<'case'>
  kind: CaseKind
  subject_id: string
  opened_at: Date
  detail: NewCase['detail']
}
