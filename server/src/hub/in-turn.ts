import { SaleBusy } from './refusals.ts'

/** Sales that may wait for one meter before the next is told to come again. */
const MOST_WAITING = 200

/**
 * Runs `work` when all that came before it under the same name is done. Two sales of one meter that are
 * quoted at once spoil each other's quote: fifty at once would cost more than a thousand commits, in turn
 * they cost fifty. Other servers are kept apart by the rows that the commit locks.
 * @throws SaleBusy when too many wait already
 */
export function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const line = lines.get(name) ?? { waiting: 0, last: Promise.resolve() }
  if (line.waiting >= MOST_WAITING) return Promise.reject(SaleBusy({}, { retryAfter: 1 }))
  lines.set(name, line)
  line.waiting += 1
  const turn = line.last.then(work)
  line.last = turn.then(leave, leave)
  return turn

  function leave(): void {
    line.waiting -= 1
    if (line.waiting === 0) lines.delete(name)
  }
}

interface Line {
  waiting: number
  last: Promise<unknown>
}

const lines = new Map<string, Line>()
