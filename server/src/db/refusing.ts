import type { Refusal } from '../kernel/refusal.ts'
import { constraintOf } from './outcome.ts'

/**
 * Runs `work` and answers a violated constraint with the refusal named for it. The database decides; this
 * only gives its "no" the words of the trade. A constraint that is not named here stays our own fault.
 */
export async function refusing<Result>(
  constraints: Readonly<Record<string, () => Refusal>>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const answer = constraints[constraintOf(error) ?? '']
    throw answer ? answer() : error
  }
}
