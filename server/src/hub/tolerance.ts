import { call, statement } from '../db/index.ts'
import { now } from '../kernel/clock.ts'

/**
 * How far the clock may be ahead of the last sale before it is not believed, as PostgreSQL reads it. A token
 * from the future makes a meter refuse all later ones, so a jump ahead must be looked at by a person.
 */
export function clockTolerance(): string {
  return `${days} days`
}

/** Set once at start from the configuration. */
export function setClockTolerance(toleranceDays: number): void {
  days = toleranceDays
}

let days = 31

/** Why nothing may be sold at this moment, if nothing may: a clock that is not believed, or quarantine. */
export async function unfitToSell(): Promise<'clock' | 'quarantined' | null> {
  const [row] = await call<{ unfit: 'clock' | 'quarantined' | null }>(unfitStatement, [
    now(),
    clockTolerance(),
  ])
  return row?.unfit ?? null
}

const unfitStatement = statement('hub.unfit', 'select hub.unfit($1, $2) as unfit')
