import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { MessageState } from './message.ts'
import { templateNamed } from './templates/index.ts'

/** A letter as whoever looks after e-mail sees it: never its text. */
export interface ListedMail {
  readonly id: Id<'message'>
  readonly template: string
  readonly language: string
  readonly to: string
  readonly state: MessageState
  readonly attempts: number
  readonly queuedAt: Date
  /** When it is tried next, while it waits. */
  readonly dueAt: Date | null
  readonly finishedAt: Date | null
  /** The mail server's last code, or what kept us from it. */
  readonly answer: string | null
  /** Since when the address refuses letters. */
  readonly bouncingSince: Date | null
  readonly next: MailNext
}

/** What somebody can do about it: try a waiting one now, send again, confirm its address first, or make it anew. */
export type MailNext = 'try_now' | 'send_again' | 'confirm_address' | 'make_anew' | 'nothing'

export interface MailFilter {
  readonly state?: MessageState | undefined
  readonly to?: string | undefined
}

export interface MailPlace {
  readonly limit: number
  readonly after?: Id<'message'> | undefined
  readonly before?: Id<'message'> | 'end' | undefined
}

export interface MailPage {
  readonly mails: readonly ListedMail[]
  readonly hasNext: boolean
  readonly hasPrevious: boolean
  readonly count: { readonly value: number; readonly exact: boolean }
}

const COUNTED = 1_000

/** A page of a tenant's e-mails, newest first. */
export async function listMail(
  db: Db,
  tenantId: Id<'tenant'>,
  filter: MailFilter,
  { limit, after, before }: MailPlace,
): Promise<MailPage> {
  const backwards = before !== undefined
  const beside = backwards ? (before === 'end' ? undefined : before) : after
  const walk = { newestFirst: !backwards, beside, limit: limit + 1 }
  const { text, values } = searchFor(tenantId, filter, walk)
  const rows = await db.rows<MailRow>(
    `select m.*, b.since as bouncing_since from (${text}) m
     left join notifications.bouncing_address b on b.tenant_id = $1 and b.address = m.recipient
     order by m.id ${backwards ? 'asc' : 'desc'}`,
    values,
  )
  const all = { newestFirst: true, beside: undefined, limit: COUNTED + 1 }
  const counted = searchFor(tenantId, filter, all)
  const row = await db.row<{ count: number }>(
    `select count(*)::int as count from (${counted.text}) m`,
    counted.values,
  )
  const count = row?.count ?? 0
  const more = rows.length > limit
  const mails = rows.slice(0, limit).map(listed)
  return {
    mails: backwards ? mails.toReversed() : mails,
    hasNext: backwards ? beside !== undefined : more,
    hasPrevious: backwards ? more : beside !== undefined,
    count: { value: Math.min(count, COUNTED), exact: count <= COUNTED },
  }
}

function searchFor(
  tenantId: Id<'tenant'>,
  { state, to }: MailFilter,
  walk: {
    readonly newestFirst: boolean
    readonly beside: string | undefined
    readonly limit: number
  },
): { text: string; values: unknown[] } {
  const values: unknown[] = [tenantId]
  const put = (value: unknown) => `$${values.push(value)}`
  const conditions = [
    ...(state === undefined ? [] : [`and m.state = ${put(state)}::text`]),
    ...(to === undefined ? [] : [`and m.recipient = ${put(to)}::text`]),
    ...(walk.beside === undefined
      ? []
      : [`and m.id ${walk.newestFirst ? '<' : '>'} ${put(walk.beside)}::uuid`]),
  ].join(' ')
  const text = `select m.id, m.template, m.language, m.recipient, m.state, m.attempts, m.created_at, m.due_at,
      m.finished_at, m.last_answer
    from notifications.message m where m.tenant_id = $1 ${conditions}
    order by m.id ${walk.newestFirst ? 'desc' : 'asc'} limit ${put(walk.limit)}`
  return { text, values }
}

interface MailRow {
  readonly id: Id<'message'>
  readonly template: string
  readonly language: string
  readonly recipient: string
  readonly state: MessageState
  readonly attempts: number
  readonly created_at: Date
  readonly due_at: Date
  readonly finished_at: Date | null
  readonly last_answer: string | null
  readonly bouncing_since: Date | null
}

function listed(row: MailRow): ListedMail {
  return {
    id: row.id,
    template: row.template,
    language: row.language,
    to: row.recipient,
    state: row.state,
    attempts: row.attempts,
    queuedAt: row.created_at,
    dueAt: row.finished_at ? null : row.due_at,
    finishedAt: row.finished_at,
    answer: row.last_answer,
    bouncingSince: row.bouncing_since,
    next: nextOf(row.state, row.template, row.bouncing_since !== null),
  }
}

/** What can be done about a letter. One that carried a link cannot be sent again: its link is kept no longer. */
export function nextOf(state: MessageState, template: string, bouncing: boolean): MailNext {
  if (state === 'queued') return 'try_now'
  if (state === 'sent' || state === 'sending') return 'nothing'
  if (bouncing) return 'confirm_address'
  const known = templateNamed(template)
  return known && known.secret.length === 0 ? 'send_again' : 'make_anew'
}
