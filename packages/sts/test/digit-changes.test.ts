import { expect, test } from 'vitest'
import { countAccepted } from '../bin/digit-changes/count.ts'

test.each([7, 11] as const)(
  'of 30,000 single wrong digits in EA%i credit tokens at most one buys anything',
  (algorithm) => {
    const { changes, accepted, results } = countAccepted(algorithm, 30_000, 20_261_124)
    expect(changes).toBe(30_000)
    expect(accepted).toBeLessThanOrEqual(1)
    // The count means something only when the tokens reach the check of the CRC.
    expect(results.CRCError).toBeGreaterThan(20_000)
  },
)
