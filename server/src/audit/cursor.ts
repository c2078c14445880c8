import { createHash } from 'node:crypto'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'

export const CursorWrong = refusal(
  'audit.cursor',
  400,
  'This page mark does not belong to this trail. Search again from the first page.',
)

/** Where a page of the trail ended. */
export interface PagePlace {
  /** RFC 3339 in UTC with microseconds, as the database keeps it. */
  readonly at: string
  readonly id: string
}

/** The mark of a page for the caller to hand back: it says nothing and is good in its own tenant only. */
export function cursorOf(tenantId: Id<'tenant'>, { at, id }: PagePlace): string {
  return Buffer.from([at, id, checkOf(tenantId, at, id)].join('|')).toString('base64url')
}

/** @throws CursorWrong for the mark of another tenant and for what is none */
export function placeOf(tenantId: Id<'tenant'>, cursor: string): PagePlace {
  const [at = '', id = '', check = ''] = Buffer.from(cursor, 'base64url').toString().split('|')
  if (check !== checkOf(tenantId, at, id)) throw CursorWrong()
  return { at, id }
}

function checkOf(tenantId: Id<'tenant'>, at: string, id: string): string {
  const check = createHash('sha256').update(`saldo audit page 1|${tenantId}|${at}|${id}`)
  return check.digest('hex').slice(0, 16)
}
