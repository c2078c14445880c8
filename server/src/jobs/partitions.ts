import { transactionOutsideTenants } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import type { Task } from './task.ts'

const MONTHS_AHEAD = 4

/** Makes the monthly partitions of this month and the three after it. Returns how many were new. */
export async function makePartitions(): Promise<number> {
  return transactionOutsideTenants(async (tx) => {
    const row = await tx.row<{ made: number }>('select kernel.make_partitions($1, $2) as made', [
      firstOfMonth(),
      MONTHS_AHEAD,
    ])
    return row?.made ?? 0
  })
}

/** Partitions are made long before they are needed: a missing one would stop every sale of a new month. */
export const partitionTask: Task = {
  name: 'kernel.make_partitions',
  when: { cron: '17 2 * * *' },
  atStart: true,
  once: makePartitions,
}

/** Partitions are cut in UTC. */
function firstOfMonth(): string {
  return `${now().toISOString().slice(0, 7)}-01`
}
