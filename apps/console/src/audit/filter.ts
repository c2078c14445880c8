import { isDay } from '../parts/days.ts'

/** What is looked for in the trail. Days include their whole day. */
export type AuditFilter = {
  actor?: string
  action?: string
  objectKind?: string
  objectId?: string
  reason?: string
  from?: string
  until?: string
}

const tests: Readonly<Record<keyof AuditFilter, (text: string) => boolean>> = {
  actor: (text) => /^(system|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text),
  action: (text) => /^[a-z][a-z0-9_.]{0,79}$/.test(text),
  objectKind: (text) => /^[a-z][a-z0-9_]{0,39}$/.test(text),
  objectId: (text) => /^[^\p{Cc}]{1,200}$/u.test(text),
  reason: (text) => text.length <= 200 && /[\p{L}\p{N}]/u.test(text),
  from: isDay,
  until: isDay,
}

/** The filter in an address; what the server would not take is left out. */
export function auditFilterOf(search: Record<string, unknown>): AuditFilter {
  const filter: AuditFilter = {}
  for (const name of Object.keys(tests) as (keyof AuditFilter)[]) {
    const value = search[name]
    // An id of digits alone is read from the address as a number.
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text === 'string' && tests[name](text)) filter[name] = text
  }
  return filter
}
