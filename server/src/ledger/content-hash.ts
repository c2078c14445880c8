import { createHash } from 'node:crypto'

/** What an event said, field by field. An instant is written in UTC with milliseconds. */
export type EventContent = Readonly<
  Record<string, string | bigint | boolean | null | Date | undefined>
>

/**
 * SHA-256 over the canonical text of an event, stored with its posting, so that the event itself cannot
 * be altered unseen. Whoever verifies reads the event's rows, writes the same text and compares.
 */
export function contentHash(kind: string, content: EventContent): Buffer {
  return createHash('sha256').update(canonicalText(kind, content)).digest()
}

/**
 * One text for one content: the kind, then a line for each field in the order of their names, each value
 * with its type. JSON quoting keeps lines apart, so no two contents share a text. A field that is
 * undefined is not said; null is.
 */
export function canonicalText(kind: string, content: EventContent): string {
  let text = `saldo event 1 ${kind}`
  for (const name of Object.keys(content).sort()) {
    const value = content[name]
    if (value !== undefined) text += `\n${name}=${canonicalValue(value)}`
  }
  return text
}

function canonicalValue(value: string | bigint | boolean | null | Date): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return `@${value.toISOString()}`
}
