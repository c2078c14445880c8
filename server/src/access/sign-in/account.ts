import { record } from '../../audit/index.ts'
import { reading, transaction } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { cleanText } from '../../kernel/text.ts'
import type { Actor } from '../actor.ts'
import { passkeysOf } from '../factors/passkeys.ts'
import { factorsOf, lockFactors } from '../factors/second-factor.ts'
import { endOtherSessions } from './session.ts'

/** What a person sees of their own access. */
export async function readAccount(actor: Actor) {
  const personId = actor.id as Id<'person'>
  return reading(actor, async (db) => ({
    factors: await factorsOf(db, actor.tenantId, personId),
    passkeys: await passkeysOf(db, actor.tenantId, personId),
  }))
}

/** Changes the own name or language. What is not given stays. */
export async function changeAccount(
  actor: Actor,
  change: { readonly name?: string; readonly language?: string },
): Promise<void> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  const given =
    change.name === undefined ? undefined : cleanText(change.name, { pointer: '/name', max: 120 })
  await transaction(actor, async (tx) => {
    await lockFactors(tx, tenantId, personId)
    const before = await tx.row<{ name: string; language: string }>(
      'select name, language from access.person where tenant_id = $1 and id = $2',
      [tenantId, personId],
    )
    if (!before) return
    const after = { name: given ?? before.name, language: change.language ?? before.language }
    if (after.name === before.name && after.language === before.language) return
    await tx.execute(
      'update access.person set name = $3, language = $4 where tenant_id = $1 and id = $2',
      [tenantId, personId, after.name, after.language],
    )
    const object = { kind: 'person', id: personId }
    await record(tx, { actor, action: 'person.change', object, before: { ...before }, after })
  })
}

/** Ends every session of the one who asks, but the present one. */
export async function endOwnSessions(actor: Actor): Promise<void> {
  const personId = actor.id as Id<'person'>
  await transaction(actor, async (tx) => {
    const ended = await endOtherSessions(tx, actor.tenantId, personId, actor.sessionId)
    if (ended === 0) return
    await record(tx, {
      actor,
      action: 'session.end',
      object: { kind: 'person', id: personId },
      after: { sessions: ended },
    })
  })
}
