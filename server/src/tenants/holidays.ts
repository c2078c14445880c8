import type { Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { isDay } from '../kernel/calendar.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { utilityToChange } from './utility.ts'

export const HolidaysMalformed = refusal(
  'utility.holidays_malformed',
  400,
  'A holiday is a day that exists, named once. The lines at fault are named.',
)

/** A day, "2026-12-25", on which a utility rests. */
export type Holiday = { readonly day: string; readonly name: string }

/** The holidays of a utility by day. Whose utility it is was asked before. */
export function holidaysOf(
  db: Db,
  { tenantId }: Pick<Actor, 'tenantId'>,
  utilityId: Id<'utility'>,
): Promise<Holiday[]> {
  return db.rows<Holiday>(
    `select to_char(day, 'YYYY-MM-DD') as day, name from tenants.holiday
     where tenant_id = $1 and utility_id = $2 order by day`,
    [tenantId, utilityId],
  )
}

/** Makes these the holidays of a utility. */
export async function setHolidays(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  wanted: readonly Holiday[],
): Promise<void> {
  const days = wanted.map(({ day }) => day)
  const errors = wanted.flatMap(({ day }, index) =>
    isDay(day) && days.indexOf(day) === index
      ? []
      : [{ pointer: `/holidays/${index}/day`, code: 'utility.holidays_malformed' }],
  )
  if (errors.length > 0) throw HolidaysMalformed({}, { errors })
  const holidays = wanted
    .map(({ day, name }, index) => ({
      day,
      name: cleanText(name, { pointer: `/holidays/${index}/name`, max: 80 }),
    }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
  await utilityToChange(tx, actor, utilityId)
  const before = await holidaysOf(tx, actor, utilityId)
  const textOf = (list: readonly Holiday[]) => list.map(({ day, name }) => `${day} ${name}`)
  if (textOf(before).join('\n') === textOf(holidays).join('\n')) return
  await tx.execute('delete from tenants.holiday where tenant_id = $1 and utility_id = $2', [
    actor.tenantId,
    utilityId,
  ])
  for (const { day, name } of holidays) {
    await tx.execute(
      'insert into tenants.holiday (tenant_id, utility_id, day, name) values ($1, $2, $3, $4)',
      [actor.tenantId, utilityId, day, name],
    )
  }
  await record(tx, {
    actor,
    action: 'utility.holidays',
    object: { kind: 'utility', id: utilityId },
    before: { holidays: textOf(before) },
    after: { holidays: textOf(holidays) },
  })
}
