import { isDeepStrictEqual } from 'node:util'
import type { Entrant } from '../db/index.ts'
import { Refusal } from '../kernel/refusal.ts'
import { recompute, versionById } from '../tariffs/index.ts'
import { encodableUnits } from '../tokens/index.ts'
import type { InspectedSale } from './inspect-sale.ts'

/** Whether a sale, priced again from what its trace began with, comes to the same. */
export type TraceCheck = 'same' | 'differs' | 'outside'

/**
 * Prices a sale again by the version of the tariff that it was sold under, and compares every step. `outside`
 * is a sale that another system priced: of that there is nothing to compute here.
 */
export async function checkTrace(
  actor: Entrant,
  { tariffVersionId, trace, units }: Pick<InspectedSale, 'tariffVersionId' | 'trace' | 'units'>,
): Promise<TraceCheck> {
  if (tariffVersionId === null || trace.input === undefined) return 'outside'
  const { tariff } = await versionById(actor, tariffVersionId)
  try {
    const again = recompute(trace, tariff, encodableUnits)
    // What was stored is JSON: it is compared with JSON.
    const written: unknown = JSON.parse(JSON.stringify(again.trace))
    return again.units === units && isDeepStrictEqual(written, trace) ? 'same' : 'differs'
  } catch (error) {
    if (error instanceof Refusal || error instanceof TypeError) return 'differs'
    throw error
  }
}
