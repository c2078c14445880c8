import { type Act, type Actor, NotAllowed, personNow, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { written } from './fingerprint.ts'
import {
  ActUnknown,
  ApprovalDecided,
  ApprovalExpired,
  ApprovalOwn,
  ApprovalStale,
  ApprovalUnknown,
  RequesterMayNot,
} from './refusals.ts'
import { holdRequest, type Request, type RequestState } from './request.ts'

/**
 * Approves a request of somebody else and executes exactly what it says, once, in this transaction and in the
 * name of whoever asked. Approving again what one has approved is no error.
 * @throws ApprovalUnknown, ApprovalOwn, ApprovalDecided, ApprovalExpired, ApprovalStale, RequesterMayNot, NotAllowed
 */
export async function approve(
  tx: Tx,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
  reason?: string,
): Promise<void> {
  const request = await toDecide(tx, actor, acts, id, 'executed')
  if (!request) return
  const act = acts.find(({ kind }) => kind === request.kind)
  if (!act) throw ActUnknown({ kind: request.kind })
  const content = act.parse(request.content)
  const requester = await personNow(tx, actor.tenantId, request.requestedBy.id)
  if (!requester) throw RequesterMayNot({ because: 'person.not_active' })
  await act.lock?.(tx, requester, content)
  // Whoever approves must be able to do this, not only to say yes to it.
  const seen = await act.describe(tx, actor, content)
  requireCan(actor, act.permission, seen.target)
  await requireUnchanged(tx, requester, act, content, request)
  await asRequester(() =>
    act.execute(tx, requester, content, { id: request.id, reason: request.reason }),
  )
  await decided(tx, actor, request, 'executed', reason)
}

/** Rejects a request of somebody else. Rejecting again what one has rejected is no error. */
export async function reject(
  tx: Tx,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
  reason: string,
): Promise<void> {
  const request = await toDecide(tx, actor, acts, id, 'rejected')
  if (request) await decided(tx, actor, request, 'rejected', reason)
}

/** Takes back one's own request. Doing so twice is no error. @throws ApprovalUnknown, ApprovalDecided */
export async function withdraw(
  tx: Tx,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
): Promise<void> {
  const request = await holdRequest(tx, actor, acts, id)
  if (!request.own) throw ApprovalUnknown()
  if (request.state === 'withdrawn') return
  if (request.state !== 'waiting') throw ApprovalDecided({ state: request.state })
  await decided(tx, actor, request, 'withdrawn')
}

/** The request, held and waiting for this actor; undefined when they have decided it so before. */
async function toDecide(
  tx: Tx,
  actor: Actor,
  acts: readonly Act<unknown>[],
  id: Id<'deed'>,
  as: RequestState,
): Promise<Request | undefined> {
  const request = await holdRequest(tx, actor, acts, id)
  if (request.own) throw ApprovalOwn()
  if (request.state === as && request.decidedBy?.id === actor.id) return undefined
  if (request.state === 'expired') throw ApprovalExpired()
  if (request.state !== 'waiting') throw ApprovalDecided({ state: request.state })
  if (!request.mayDecide) throw ApprovalUnknown()
  return request
}

/** What is about to happen must be what was asked for and shown, to the letter. */
async function requireUnchanged(
  tx: Tx,
  requester: Actor,
  act: Act<unknown>,
  content: unknown,
  request: Request,
): Promise<void> {
  const described = await asRequester(async () => {
    try {
      return await act.describe(tx, requester, content)
    } catch (error) {
      // A role that is gone, a person out of reach: the world is not what it was.
      if (NotAllowed.is(error) || !(error instanceof Refusal)) throw error
      throw ApprovalStale({ because: error.code })
    }
  })
  const { fingerprint } = written(request.content, described)
  if (!fingerprint.equals(request.fingerprint)) throw ApprovalStale()
  await asRequester(async () => requireCan(requester, act.permission, described.target))
}

/** A right that is missing is the requester's here, not that of whoever approves. */
async function asRequester<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!NotAllowed.is(error)) throw error
    throw RequesterMayNot({ because: NotAllowed.code, ...error.params })
  }
}

async function decided(
  tx: Tx,
  actor: Actor,
  request: Request,
  state: 'executed' | 'rejected' | 'withdrawn',
  reason?: string,
): Promise<void> {
  const changed = await tx.execute(
    `update approvals.request
     set state = $3, decided_by = $4, decided_by_name = $5, decided_at = $6, decision_reason = $7
     where tenant_id = $1 and id = $2 and state = 'waiting'`,
    [actor.tenantId, request.id, state, actor.id, actor.name, now(), reason ?? null],
  )
  if (changed !== 1) throw ApprovalDecided()
  await record(tx, {
    actor,
    action: DEEDS[state],
    object: { kind: request.subject.kind, id: request.subject.id },
    ...(reason !== undefined && { reason }),
    after: { request: request.id, act: request.kind, requestedBy: request.requestedBy.name },
  })
}

const DEEDS = {
  executed: 'approval.approve',
  rejected: 'approval.reject',
  withdrawn: 'approval.withdraw',
} as const
