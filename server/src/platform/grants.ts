import { type Actor, NotAllowed, once, ownOnly, requirePermission } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, reading, type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { companyOf, operatorIn, requireOperator } from './operator.ts'

export const GrantUnknown = refusal('grant.unknown', 404, 'There is no such grant.')
export const GrantDecided = refusal(
  'grant.decided',
  409,
  'This was decided already. Load the page again to see how.',
)

export const grantStates = ['asked', 'granted', 'declined', 'withdrawn'] as const

/** Leave to look into a company. */
export type Grant = {
  readonly id: Id<'grant'>
  readonly state: (typeof grantStates)[number]
  readonly reason: string
  readonly hours: number
  readonly asked_by_name: string | null
  readonly asked_at: Date
  readonly decided_by_name: string | null
  readonly decided_at: Date | null
  readonly ends_at: Date | null
}

export type Wish = { readonly reason: string; readonly hours: number }

/** An operator asks a company for leave to look into it. It counts for nothing until the company approves. */
export async function askGrant(
  operator: Actor,
  tenantId: Id<'tenant'>,
  wish: Wish,
  key: string,
): Promise<Id<'grant'>> {
  await requireOperator(operator, 'platform.visit')
  const company = await companyOf(tenantId)
  const visitor = operatorIn(company, operator)
  return transaction(visitor, (tx) =>
    once<'grant'>(tx, visitor, key, ['ask', wish], (id) =>
      writeGrant(tx, visitor, id, wish, 'asked'),
    ),
  )
}

/** The company lets whoever runs the platform look into it, without having been asked. */
export function offerGrant(administrator: Actor, wish: Wish, key: string): Promise<Id<'grant'>> {
  requireWholeCompany(administrator)
  return transaction(administrator, (tx) =>
    once<'grant'>(tx, administrator, key, ['offer', wish], (id) =>
      writeGrant(tx, administrator, id, wish, 'granted'),
    ),
  )
}

/** Approves or declines what an operator asked for. From the approval on its hours count. */
export async function decideGrant(
  tx: Tx,
  administrator: Actor,
  grantId: Id<'grant'>,
  decision: 'granted' | 'declined',
): Promise<void> {
  requireWholeCompany(administrator)
  const grant = await grantHeld(tx, administrator.tenantId, grantId)
  if (grant.state === decision) return
  if (grant.state !== 'asked') throw GrantDecided()
  await settle(tx, administrator, grant, decision)
}

/** Takes a grant back: a visit under it ends with its next request. Doing so twice is no error. */
export async function withdrawGrant(
  tx: Tx,
  administrator: Actor,
  grantId: Id<'grant'>,
): Promise<void> {
  requireWholeCompany(administrator)
  const grant = await grantHeld(tx, administrator.tenantId, grantId)
  if (grant.state === 'withdrawn') return
  if (grant.state !== 'granted') throw GrantDecided()
  await settle(tx, administrator, grant, 'withdrawn')
}

/** The grants of a tenant, newest first: the company's own view, and the operator's of that company. */
export function grantsOf(db: Db, tenantId: Id<'tenant'>): Promise<Grant[]> {
  return db.rows<Grant>(
    `select ${COLUMNS} from platform.visit_grant
     where tenant_id = $1 order by asked_at desc, id desc limit 200`,
    [tenantId],
  )
}

/** The grants that an operator was given, or waits for, in one company. */
export async function grantsIn(operator: Actor, tenantId: Id<'tenant'>): Promise<Grant[]> {
  await requireOperator(operator, 'platform.read')
  await companyOf(tenantId)
  return reading({ tenantId }, (db) => grantsOf(db, tenantId))
}

/** Whether a grant is good for a visit at this moment; undefined when it never was or is no more. */
export async function grantInForce(
  db: Db,
  tenantId: Id<'tenant'>,
  grantId: Id<'grant'>,
  operatorId: string,
): Promise<Grant | undefined> {
  return db.row<Grant>(
    `select ${COLUMNS} from platform.visit_grant
     where tenant_id = $1 and id = $2 and state = 'granted' and ends_at > $3
       and (asked_by is null or asked_by = $4)`,
    [tenantId, grantId, now(), operatorId],
  )
}

const COLUMNS = `id, state, reason, hours, asked_by_name, asked_at, decided_by_name, decided_at, ends_at`
const HOUR_MS = 3_600_000

async function writeGrant(
  tx: Tx,
  actor: Actor,
  id: Id<'grant'>,
  wish: Wish,
  state: 'asked' | 'granted',
): Promise<void> {
  const reason = cleanText(wish.reason, { pointer: '/reason', max: 300, multiline: true })
  const time = now()
  const asked = state === 'asked'
  const endsAt = asked ? null : new Date(time.getTime() + wish.hours * HOUR_MS)
  await tx.execute(
    `insert into platform.visit_grant
       (tenant_id, id, state, reason, hours, asked_by, asked_by_name, asked_at, decided_by,
        decided_by_name, decided_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      actor.tenantId,
      id,
      state,
      reason,
      wish.hours,
      asked ? actor.id : null,
      asked ? actor.name : null,
      time,
      asked ? null : actor.id,
      asked ? null : actor.name,
      asked ? null : time,
      endsAt,
    ],
  )
  await record(tx, {
    actor,
    action: asked ? 'grant.ask' : 'grant.offer',
    object: { kind: 'grant', id },
    reason,
    after: { state, hours: wish.hours, endsAt },
  })
}

async function grantHeld(tx: Tx, tenantId: Id<'tenant'>, grantId: Id<'grant'>): Promise<Grant> {
  const grant = await tx.row<Grant>(
    `select ${COLUMNS} from platform.visit_grant where tenant_id = $1 and id = $2 for update`,
    [tenantId, grantId],
  )
  if (!grant) throw GrantUnknown()
  return grant
}

async function settle(
  tx: Tx,
  actor: Actor,
  grant: Grant,
  state: 'granted' | 'declined' | 'withdrawn',
): Promise<void> {
  const time = now()
  const endsAt =
    state === 'granted' ? new Date(time.getTime() + grant.hours * HOUR_MS) : grant.ends_at
  await tx.execute(
    `update platform.visit_grant
     set state = $3, decided_by = $4, decided_by_name = $5, decided_at = $6, ends_at = $7
     where tenant_id = $1 and id = $2`,
    [actor.tenantId, grant.id, state, actor.id, actor.name, time, endsAt],
  )
  await record(tx, {
    actor,
    action: { granted: 'grant.approve', declined: 'grant.decline', withdrawn: 'grant.withdraw' }[
      state
    ],
    object: { kind: 'grant', id: grant.id },
    before: { state: grant.state },
    after: { state, endsAt },
  })
}

/** Who looks into the whole company is for somebody to decide who reaches the whole of it. */
export function requireWholeCompany(actor: Actor): void {
  requirePermission(actor, 'grant.decide')
  if (ownOnly(actor, 'grant.decide')) throw NotAllowed({ permission: 'grant.decide' })
}
