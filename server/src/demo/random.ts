/** Numbers that look like chance and are the same each time. Nothing secret may depend on them. */
export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number
  /** One of these, each as likely as its weight. */
  readonly pick: <Value>(of: readonly (readonly [Value, number])[]) => Value
  /** The same values in another order. */
  readonly shuffled: <Value>(of: readonly Value[]) => Value[]
}

/** Dice that fall the same way for the same seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit)
  return {
    below,
    pick(of) {
      let place = below(of.reduce((sum, [, weight]) => sum + weight, 0))
      for (const [value, weight] of of) {
        if (place < weight) return value
        place -= weight
      }
      throw new Error('There is nothing to pick from.')
    },
    shuffled(of) {
      const values = [...of]
      for (let last = values.length - 1; last > 0; last--) {
        const other = below(last + 1)
        const kept = values[last]!
        values[last] = values[other]!
        values[other] = kept
      }
      return values
    },
  }
}
