import type { ModuleCount } from './security-module.ts'

/** Counts what a module made, by vending key and kind, since it was opened. */
export type TokenCounter = {
  readonly count: (keyId: string, kind: ModuleCount['kind'], tokens: number, units: bigint) => void
  readonly counts: () => readonly ModuleCount[]
}

export function tokenCounter(): TokenCounter {
  const counted = new Map<
    string,
    { tokens: number; units: bigint; of: [string, ModuleCount['kind']] }
  >()
  return {
    count(keyId, kind, tokens, units) {
      const name = `${keyId}/${kind}`
      const known = counted.get(name)
      if (known === undefined) counted.set(name, { tokens, units, of: [keyId, kind] })
      else {
        known.tokens += tokens
        known.units += units
      }
    },
    counts: () =>
      [...counted.values()].map(({ tokens, units, of: [keyId, kind] }) => ({
        keyId,
        kind,
        tokens,
        units,
      })),
  }
}
