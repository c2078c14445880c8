/**
 * How many single-digit mistakes in a credit token does a meter take as credit?
 * `npx tsx packages/sts/bin/digit-changes.ts [CHANGES]`, 5,000,000 when not said, half of them per algorithm.
 * Exits with 1 when it is more than one in 30,000.
 */
import { countAccepted } from './digit-changes/count.ts'

const LIMIT = 30_000

const changes = Number.parseInt(process.argv[2] ?? '5000000', 10)
let accepted = 0
let total = 0
for (const algorithm of [7, 11] as const) {
  const tally = countAccepted(algorithm, Math.ceil(changes / 2), 20_261_124 + algorithm)
  accepted += tally.accepted
  total += tally.changes
  console.log(`EA${String(algorithm).padStart(2, '0')}`, tally.changes, 'changes', tally.results)
}
const rate = accepted === 0 ? 'none' : `1 in ${Math.round(total / accepted)}`
console.log(
  `${accepted} of ${total} changed tokens accepted as credit (${rate}; limit 1 in ${LIMIT})`,
)
process.exitCode = accepted * LIMIT <= total ? 0 : 1
