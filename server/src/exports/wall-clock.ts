const QUARTER_MS = 15 * 60_000

/** A zone's clock, asked once for each quarter of an hour: no zone has ever been shifted within one. */
export interface WallClock {
  /** What the clock shows at an instant, as if it were UTC: for the date of a spreadsheet. */
  shown(at: Date): number
  /** RFC 3339 with the zone's offset: "2026-11-24T14:32:05+03:00". */
  text(at: Date): string
}

/** The clock on the wall of a zone (IANA name, such as "Africa/Nairobi"). */
export function wallClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  })
  const known = new Map<number, number>()
  const offsetAt = (at: Date): number => {
    const quarter = Math.floor(at.getTime() / QUARTER_MS)
    let offset = known.get(quarter)
    if (offset === undefined) {
      if (known.size > 50_000) known.clear()
      offset = offsetIn(format.formatToParts(at))
      known.set(quarter, offset)
    }
    return offset
  }
  return {
    shown: (at) => at.getTime() + offsetAt(at) * 60_000,
    text: (at) => {
      const offset = offsetAt(at)
      const shown = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19)
      return `${shown}${offsetText(offset)}`
    },
  }
}

/** Minutes east of Greenwich, from "GMT+05:30" or "GMT". */
function offsetIn(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  const size = Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10)
  return sign === '-' ? -size : size
}

function offsetText(offset: number): string {
  if (offset === 0) return 'Z'
  const size = Math.abs(offset)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
