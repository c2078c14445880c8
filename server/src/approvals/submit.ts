import {
  type Act,
  type Actor,
  NotAllowed,
  once,
  requireCan,
  type Submitted,
} from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { cleanText } from '../kernel/text.ts'
import { written } from './fingerprint.ts'
import { ReasonMissing } from './refusals.ts'
import { type Rule, ruleAgainst } from './rule.ts'

/**
 * Does an act at once, or leaves a request where a rule of the tenant asks for a second person; which of the
 * two, the answer says. Once for each key: a repeat gets the same answer, and later what became of the request.
 * @throws NotAllowed, ReasonMissing when a request is left without a reason, and what the act throws
 */
export async function submit<Content>(
  tx: Tx,
  actor: Actor,
  act: Act<Content>,
  content: Content,
  { key, reason: said }: { readonly key: string; readonly reason?: string },
): Promise<Submitted> {
  const reason =
    said === undefined
      ? ''
      : cleanText(said, { pointer: '/reason', max: 300, min: 0, multiline: true })
  const fingerprinted = ['act', act.kind, content, reason]
  const id = await once<'deed'>(tx, actor, key, fingerprinted, async (fresh) => {
    await act.lock?.(tx, actor, content)
    const described = await act.describe(tx, actor, content)
    requireCan(actor, act.permission, described.target)
    const rule = await ruleFor(tx, actor, act, described.amount)
    if (!rule) {
      await act.execute(tx, actor, content, { id: fresh, ...(reason !== '' && { reason }) })
      return
    }
    if (reason === '') {
      const errors = [{ pointer: '/reason', code: 'text.too_short' }]
      throw ReasonMissing({}, { errors })
    }
    await leave(tx, actor, act, rule, { id: fresh, content, described, reason })
  })
  return { id, state: await stateOf(tx, actor, id) }
}

async function ruleFor<Content>(
  db: Db,
  actor: Actor,
  act: Act<Content>,
  amount: Parameters<typeof ruleAgainst>[3],
): Promise<Rule | undefined> {
  // Saldo's own set-up and jobs have nobody to wait for.
  if (actor.kind === 'system') return undefined
  const rule = await ruleAgainst(db, actor.tenantId, act.kind, amount)
  // A program or a till cannot be asked later whether it may still do this.
  if (rule && actor.kind !== 'person') throw NotAllowed({ permission: act.permission })
  return rule
}

async function leave<Content>(
  tx: Tx,
  actor: Actor,
  act: Act<Content>,
  rule: Rule,
  request: {
    readonly id: Id<'deed'>
    readonly content: Content
    readonly described: Awaited<ReturnType<Act<Content>['describe']>>
    readonly reason: string
  },
): Promise<void> {
  const { id, content, described, reason } = request
  const { subject, amount, target } = described
  const texts = written(content, described)
  const at = now()
  const expiresAt = new Date(at.getTime() + rule.hours * 3_600_000)
  await tx.execute(
    `insert into approvals.request (
       tenant_id, id, kind, subject_kind, subject_id, subject_name, content, before, after, fingerprint, reason,
       amount_minor, currency, currency_decimals, utility_id, vendor_id,
       requested_by, requested_by_name, requested_at, expires_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 'waiting')`,
    [
      actor.tenantId,
      id,
      act.kind,
      subject.kind,
      subject.id,
      subject.name,
      texts.content,
      texts.before,
      texts.after,
      texts.fingerprint,
      reason,
      amount?.minor ?? null,
      amount?.currency.code ?? null,
      amount?.currency.decimals ?? null,
      target?.utilityId ?? null,
      target?.vendorId ?? null,
      actor.id,
      actor.name,
      at,
      expiresAt,
    ],
  )
  await record(tx, {
    actor,
    action: 'approval.request',
    object: { kind: subject.kind, id: subject.id },
    reason,
    before: described.before,
    after: { request: id, act: act.kind, ...described.after },
  })
}

/** What became of a deed: one that left no request was done at once. */
async function stateOf(db: Db, actor: Actor, id: Id<'deed'>): Promise<Submitted['state']> {
  const row = await db.row<{ state: Submitted['state'] }>(
    'select state from approvals.request where tenant_id = $1 and id = $2',
    [actor.tenantId, id],
  )
  return row?.state ?? 'executed'
}
