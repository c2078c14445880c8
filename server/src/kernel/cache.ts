import { monotonicMs } from './clock.ts'

export type Cache<Value> = {
  /** The value kept for the key, or what `load` gives; callers at the same time share one load. */
  get(key: string, load: () => Promise<Value>): Promise<Value>
  /** Forgets one key, or everything: this process will not see the old value again. */
  forget(key?: string): void
}

type Entry<Value> = { readonly value: Promise<Value>; readonly since: number }

/**
 * Keeps what was read for at most `maxAgeMs` milliseconds, so that a change made by another process is
 * seen after that time, and at most `max` values, the longest kept going first. A failure is not kept.
 */
export function createCache<Value>(options: {
  readonly max: number
  readonly maxAgeMs?: number
}): Cache<Value> {
  const maxAgeMs = options.maxAgeMs ?? Number.POSITIVE_INFINITY
  const entries = new Map<string, Entry<Value>>()

  const forget = (key: string, entry: Entry<Value>) => {
    if (entries.get(key) === entry) entries.delete(key)
  }
  return {
    get(key, load) {
      const kept = entries.get(key)
      if (kept && monotonicMs() - kept.since < maxAgeMs) return kept.value
      entries.delete(key)
      // The age counts from before the read: what changed meanwhile may be missing in it.
      const entry = { since: monotonicMs(), value: load() }
      entries.set(key, entry)
      entry.value.catch(() => forget(key, entry))
      if (entries.size > options.max) entries.delete(entries.keys().next().value ?? '')
      return entry.value
    },
    forget(key) {
      if (key === undefined) entries.clear()
      else entries.delete(key)
    },
  }
}
