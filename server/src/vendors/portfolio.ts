import {
  type Actor,
  NotAllowed,
  portfoliosInReach,
  type ReadMembers,
  requireMayMove,
  requirePermission,
  vendorsInReach,
} from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { requireVendor, type VendorStatus } from './vendor.ts'

export const PortfolioUnknown = refusal(
  'portfolio.unknown',
  404,
  'There is no such vendor group or agent.',
)
export const PortfolioNameTaken = refusal(
  'portfolio.name_taken',
  409,
  'Another vendor group or agent has this name already.',
)

/** A vendor group, or an agent with the vendors that are looked after. */
export type PortfolioKind = 'vendor_group' | 'agent'

export type Portfolio = {
  readonly id: Id<'portfolio'>
  readonly kind: PortfolioKind
  readonly name: string
  readonly created_at: Date
  /** How many of its vendors are in the asker's reach. */
  readonly vendors: number
}

export type Member = {
  readonly id: Id<'vendor'>
  readonly number: bigint
  readonly name: string
  readonly status: VendorStatus
  /** When it came into the group, or to the agent. */
  readonly begins_at: Date
}

/** Makes one, without vendors. Whoever reaches some vendors only would not reach it: they may not. */
export async function makePortfolio(
  tx: Tx,
  actor: Actor,
  portfolio: {
    readonly id?: Id<'portfolio'>
    readonly kind: PortfolioKind
    readonly name: string
  },
): Promise<Id<'portfolio'>> {
  requirePermission(actor, 'portfolio.write')
  if (vendorsInReach(actor, 'portfolio.write') !== null)
    throw NotAllowed({ permission: 'portfolio.write' })
  const { kind, id = newId<'portfolio'>() } = portfolio
  const name = nameOf(portfolio.name)
  await namedOnce(() =>
    tx.execute(
      `insert into vendors.portfolio (tenant_id, id, kind, name, created_at)
       values ($1, $2, $3, $4, $5)`,
      [actor.tenantId, id, kind, name, now()],
    ),
  )
  await record(tx, {
    actor,
    action: 'portfolio.make',
    object: { kind: 'portfolio', id },
    after: { kind, name },
  })
  return id
}

/** Gives it another name. */
export async function renamePortfolio(
  tx: Tx,
  actor: Actor,
  id: Id<'portfolio'>,
  newName: string,
): Promise<void> {
  const before = await requirePortfolio(tx, actor, id)
  const name = nameOf(newName)
  if (name === before.name) return
  await namedOnce(() =>
    tx.execute('update vendors.portfolio set name = $3 where tenant_id = $1 and id = $2', [
      actor.tenantId,
      id,
      name,
    ]),
  )
  await record(tx, {
    actor,
    action: 'portfolio.rename',
    object: { kind: 'portfolio', id },
    before: { name: before.name },
    after: { name },
  })
}

/**
 * Puts a vendor into a group, or gives it to an agent, from now on: people whose roles reach the group see it with
 * their next request. One that is in it already is no error.
 * @throws PortfolioUnknown, VendorUnknown, NotAllowed for a right these people have and the actor has not
 */
export async function addVendor(
  tx: Tx,
  actor: Actor,
  id: Id<'portfolio'>,
  vendorId: Id<'vendor'>,
): Promise<void> {
  await requirePortfolio(tx, actor, id)
  await requireVendor(tx, actor, 'portfolio.write', vendorId)
  await requireMayMove(tx, actor, id, vendorId)
  const added = await tx.execute(
    `insert into vendors.portfolio_member (tenant_id, portfolio_id, vendor_id, begins_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [actor.tenantId, id, vendorId, now()],
  )
  if (added === 0) return
  await record(tx, {
    actor,
    action: 'portfolio.add',
    object: { kind: 'portfolio', id },
    after: { vendorId },
  })
}

/** Takes a vendor out again, from now on; when it was in is kept. One that is not in it is no error. */
export async function removeVendor(
  tx: Tx,
  actor: Actor,
  id: Id<'portfolio'>,
  vendorId: Id<'vendor'>,
): Promise<void> {
  await requirePortfolio(tx, actor, id)
  await requireVendor(tx, actor, 'portfolio.write', vendorId)
  await requireMayMove(tx, actor, id, vendorId)
  const removed = await tx.execute(
    `update vendors.portfolio_member set ends_at = greatest($4::timestamptz, begins_at)
     where tenant_id = $1 and portfolio_id = $2 and vendor_id = $3 and ends_at is null`,
    [actor.tenantId, id, vendorId, now()],
  )
  if (removed === 0) return
  await record(tx, {
    actor,
    action: 'portfolio.remove',
    object: { kind: 'portfolio', id },
    before: { vendorId },
  })
}

/** Those in the actor's reach by name, a page of them, each with how many vendors it has now. */
export function listPortfolios(
  db: Db,
  actor: Actor,
  page: {
    readonly kind?: PortfolioKind | undefined
    /** Part of the name; capital letters do not matter. */
    readonly search?: string | undefined
    readonly after?: { readonly sort: string; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<(Portfolio & { sort: string })[]> {
  return db.rows<Portfolio & { sort: string }>(
    `select p.id, p.kind, p.name, p.created_at, lower(p.name) as sort, (
       select count(*)::integer from vendors.portfolio_member m
       where m.tenant_id = $1 and m.portfolio_id = p.id and m.ends_at is null
         and ($3::uuid[] is null or m.vendor_id = any ($3))) as vendors
     from vendors.portfolio p
     where p.tenant_id = $1 and ($2::uuid[] is null or p.id = any ($2))
       and ($4::text is null or p.kind = $4)
       and ($5::text is null or position(lower($5) in lower(p.name)) > 0)
       and ($6::text is null or (lower(p.name), p.id) > ($6, $7::uuid))
     order by lower(p.name), p.id limit $8`,
    [
      ...seenBy(actor),
      page.kind ?? null,
      cleanText(page.search ?? '', { pointer: '/search', max: 120, min: 0 }) || null,
      page.after?.sort ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  )
}

/** One of them, with its vendors in the actor's reach by name. */
export async function readPortfolio(
  db: Db,
  actor: Actor,
  id: Id<'portfolio'>,
): Promise<Omit<Portfolio, 'vendors'> & { readonly members: readonly Member[] }> {
  const seen = seenBy(actor)
  const row = await db.row<Omit<Portfolio, 'vendors'>>(
    `select p.id, p.kind, p.name, p.created_at from vendors.portfolio p
     where p.tenant_id = $1 and p.id = $3 and ($2::uuid[] is null or p.id = any ($2))`,
    [seen[0], seen[1], id],
  )
  if (!row) throw PortfolioUnknown()
  const members = await db.rows<Member>(
    `select v.id, v.number, v.name, v.status, m.begins_at
     from vendors.portfolio_member m
     join vendors.vendor v on v.tenant_id = $1 and v.id = m.vendor_id
     where m.tenant_id = $1 and m.portfolio_id = $2 and m.ends_at is null
       and ($3::uuid[] is null or m.vendor_id = any ($3))
     order by lower(v.name), v.id`,
    [actor.tenantId, id, seen[2]],
  )
  return { ...row, members }
}

/** The names of those with these ids; one that does not exist, or is of the other kind, is left out. */
export function namesOfPortfolios(
  db: Db,
  tenantId: Id<'tenant'>,
  wanted: readonly { readonly kind: PortfolioKind; readonly id: Id<'portfolio'> }[],
): Promise<{ id: Id<'portfolio'>; name: string }[]> {
  return db.rows<{ id: Id<'portfolio'>; name: string }>(
    `select p.id, p.name from vendors.portfolio p
     join unnest($2::text[], $3::uuid[]) as w (kind, id) on w.id = p.id and w.kind = p.kind
     where p.tenant_id = $1`,
    [tenantId, wanted.map(({ kind }) => kind), wanted.map(({ id }) => id)],
  )
}

/** Which vendors are in which of these now: asked at each request of a person whose role is limited to one. */
export const membersOf: ReadMembers = async (db, tenantId, ids) => {
  const rows = await db.rows<{ id: string; vendors: Id<'vendor'>[] }>(
    `select m.portfolio_id as id, array_agg(m.vendor_id) as vendors from vendors.portfolio_member m
     where m.tenant_id = $1 and m.portfolio_id = any ($2::uuid[]) and m.ends_at is null
     group by m.portfolio_id`,
    [tenantId, ids],
  )
  return new Map(rows.map(({ id, vendors }) => [id, vendors]))
}

/** The values $1 to $3: tenant, which of them are in reach, and which vendors. */
function seenBy(actor: Actor): unknown[] {
  return [
    actor.tenantId,
    portfoliosInReach(actor, 'vendor.read'),
    vendorsInReach(actor, 'vendor.read'),
  ]
}

// One out of reach is answered like one that does not exist.
async function requirePortfolio(
  tx: Tx,
  actor: Actor,
  id: Id<'portfolio'>,
): Promise<{ name: string }> {
  requirePermission(actor, 'portfolio.write')
  const row = await tx.row<{ name: string }>(
    `select name from vendors.portfolio
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or id = any ($3)) for update`,
    [actor.tenantId, id, portfoliosInReach(actor, 'portfolio.write')],
  )
  if (!row) throw PortfolioUnknown()
  return row
}

function namedOnce(work: () => Promise<number>): Promise<number> {
  const taken = () =>
    PortfolioNameTaken({}, { errors: [{ pointer: '/name', code: 'portfolio.name_taken' }] })
  return refusing({ portfolio_name: taken }, work)
}

const nameOf = (text: string) => cleanText(text, { pointer: '/name', max: 80 })
