import { type Actor, NotAllowed, ownOnly, type Permission } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'

export const ViewUnknown = refusal('saved_view.unknown', 404, 'There is no such saved view.')
export const ViewNameTaken = refusal(
  'saved_view.name_taken',
  409,
  'You have a view of this name on this screen. Choose another name, or remove that view first.',
)
export const TooManyViews = refusal(
  'saved_view.too_many',
  422,
  'You have saved as many views of this screen as can be. Remove one first.',
)

/** The screens with lists, and the right that each needs. */
export const screens = {
  meters: 'meter.read',
  customers: 'customer.read',
  transactions: 'sale.read',
  audit: 'audit.read',
} as const satisfies Record<string, Permission>
export type ScreenName = keyof typeof screens

const MOST = 50

export interface SavedView {
  readonly id: Id<'saved_view'>
  readonly name: string
  readonly address: string
  readonly shared: boolean
  readonly mine: boolean
  readonly by: string
}

/** A person's own views of a screen, then those that others share, each by name. */
export function viewsOf(db: Db, actor: Actor, screen: ScreenName): Promise<SavedView[]> {
  return db.rows<SavedView>(
    `select v.id, v.name, v.address, v.shared, v.person_id = $2 as mine, p.name as "by"
     from desks.saved_view v
     join access.person p on p.tenant_id = $1 and p.id = v.person_id
     where v.tenant_id = $1 and v.screen = $3 and (v.person_id = $2 or v.shared)
     order by v.person_id <> $2, lower(v.name), v.id limit 200`,
    [actor.tenantId, actor.id, screen],
  )
}

export interface NewView {
  readonly id: Id<'saved_view'>
  readonly screen: ScreenName
  readonly name: string
  /** The query of the address: "status=blocked&sort=-number". */
  readonly address: string
  readonly shared: boolean
}

/**
 * Saves a list as it is set up now.
 * @throws ViewNameTaken, TooManyViews, NotAllowed for sharing by who reaches less than the tenant
 */
export async function saveView(tx: Tx, actor: Actor, view: NewView): Promise<void> {
  const { id, screen, shared } = view
  const permission = screens[screen]
  if (!actor.permissions.has(permission) || (shared && ownOnly(actor, permission))) {
    throw NotAllowed({ permission })
  }
  const name = cleanText(view.name, { pointer: '/name', max: 60 })
  const address = cleanText(view.address, { pointer: '/address', max: 2_000, min: 0 })
  const kept = await tx.row<{ n: bigint }>(
    'select count(*) as n from desks.saved_view where tenant_id = $1 and person_id = $2 and screen = $3',
    [actor.tenantId, actor.id, screen],
  )
  if ((kept?.n ?? 0n) >= MOST) throw TooManyViews()
  const taken = () =>
    ViewNameTaken({}, { errors: [{ pointer: '/name', code: 'saved_view.name_taken' }] })
  await refusing({ saved_view_name: taken }, () =>
    tx.execute(
      `insert into desks.saved_view
         (tenant_id, id, person_id, screen, name, address, shared, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [actor.tenantId, id, actor.id, screen, name, address, shared, now()],
    ),
  )
  await record(tx, {
    actor,
    action: 'saved_view.save',
    object: { kind: 'saved_view', id },
    after: { screen, name, shared },
  })
}

/** Removes a view of one's own; another's looks like one that does not exist. */
export async function removeView(tx: Tx, actor: Actor, id: Id<'saved_view'>): Promise<void> {
  const view = await tx.row<{ screen: string; name: string; shared: boolean }>(
    `delete from desks.saved_view where tenant_id = $1 and id = $2 and person_id = $3
     returning screen, name, shared`,
    [actor.tenantId, id, actor.id],
  )
  if (!view) throw ViewUnknown()
  await record(tx, {
    actor,
    action: 'saved_view.remove',
    object: { kind: 'saved_view', id },
    before: view,
  })
}
