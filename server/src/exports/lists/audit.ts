import Type from 'typebox'
import { ownOnly } from '../../access/index.ts'
import { type AuditEvent, searchAudit } from '../../audit/index.ts'
import { startOfDay } from '../../kernel/calendar.ts'
import { DayText } from '../../kernel/schemas.ts'
import { instant, text } from '../cell.ts'
import type { ExportList } from '../list.ts'
import { zoneOf } from '../zone.ts'

type Filter = {
  readonly actor?: string
  readonly action?: string
  readonly objectKind?: string
  readonly objectId?: string
  readonly reason?: string
  readonly from?: string
  readonly until?: string
}

const Kind = Type.String({ pattern: '^[a-z][a-z0-9_.]{0,79}$' })
const Said = Type.String({ pattern: '^[^\\u0000-\\u001f]{1,200}$' })

/** Who did what, newest first. Days are those of the first utility in reach, and include their whole day. */
export const audit: ExportList<Filter, AuditEvent> = {
  name: 'audit',
  permission: 'audit.export',
  filter: Type.Object(
    {
      actor: Type.Optional(
        Type.String({ pattern: '^(system|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' }),
      ),
      action: Type.Optional(Kind),
      objectKind: Type.Optional(Kind),
      objectId: Type.Optional(Said),
      reason: Type.Optional(Said),
      from: Type.Optional(DayText),
      until: Type.Optional(DayText),
    },
    { additionalProperties: false },
  ),
  columns: [
    { heading: 'Time', cell: (event) => instant(event.occurredAt) },
    { heading: 'Who', cell: (event) => text(event.actor.name) },
    { heading: 'Kind of actor', cell: (event) => text(event.actor.kind) },
    { heading: 'Deed', cell: (event) => text(event.action) },
    { heading: 'About', cell: (event) => text(event.object.kind) },
    { heading: 'Its id', cell: (event) => text(event.object.id) },
    { heading: 'Reason', cell: (event) => text(event.reason) },
    { heading: 'Before', cell: (event) => text(event.before && JSON.stringify(event.before)) },
    { heading: 'After', cell: (event) => text(event.after && JSON.stringify(event.after)) },
    { heading: 'From the address', cell: (event) => text(event.source) },
    { heading: 'Request', cell: (event) => text(event.requestId) },
  ],
  zone: zoneOf,
  rows: async (db, actor, { from, until, ...filter }, page) => {
    const zone = await zoneOf(actor)
    const wanted = {
      ...filter,
      from: from === undefined ? undefined : startOfDay(from, zone),
      until: until === undefined ? undefined : startOfDay(nextDay(until), zone),
      ownDeeds: ownOnly(actor, 'audit.export') ? actor.id : undefined,
    }
    const { events, next } = await searchAudit(db, actor.tenantId, wanted, page)
    return { rows: events, next }
  },
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000).toISOString().slice(0, 10)
}
