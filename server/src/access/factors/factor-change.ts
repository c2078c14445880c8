import { record } from '../../audit/index.ts'
import { type Tx, transaction } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Actor } from '../actor.ts'
import { type NoticeEvent, readerOf, stationeryOf, writeNotice } from '../sign-in/letters.ts'
import { endOtherSessions } from '../sign-in/session.ts'
import { lockFactors } from './second-factor.ts'

/** Where a change of somebody's access is asked from, and where the console is reached. */
export type From = { readonly source: string; readonly origin: string }

export type FactorChange = {
  /** `noun.verb` for the audit trail. */
  readonly action: string
  readonly event: NoticeEvent
  readonly after?: { readonly [name: string]: string | number }
}

/**
 * Changes the second factors of the one who asks: `work` does it and says what it was, or undefined when nothing
 * changed. With it the person's other sessions end, a letter tells them, and the audit trail keeps it.
 */
export async function changingFactors<Result>(
  actor: Actor,
  { source, origin }: From,
  work: (tx: Tx) => Promise<[Result, FactorChange?]>,
): Promise<Result> {
  const personId = actor.id as Id<'person'>
  const stationery = await stationeryOf(actor.tenantId, origin)
  return transaction(actor, async (tx) => {
    await lockFactors(tx, actor.tenantId, personId)
    const [result, change] = await work(tx)
    if (!change) return result
    await endOtherSessions(tx, actor.tenantId, personId, actor.sessionId)
    const reader = await readerOf(tx, actor.tenantId, personId)
    await writeNotice(tx, reader, stationery, { event: change.event, source })
    await record(tx, {
      actor,
      action: change.action,
      object: { kind: 'person', id: personId },
      ...(change.after && { after: change.after }),
      source,
    })
    return result
  })
}
