import { type Tx, transaction } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'

/**
 * Human numbers (receipts, vendors, terminals) are unique within a tenant and may have gaps. A server
 * takes a block of them at a time, so that no two sales wait for one row.
 */

/** So many numbers that a busy server asks once a minute, so few that a restart leaves no wide gap. */
const BLOCK = 1_000n

/** Takes the next `count` numbers of a series; returns the first. A new series begins at 1. */
export async function takeNumbers(
  tx: Tx,
  tenantId: Id<'tenant'>,
  series: string,
  count: bigint = 1n,
): Promise<bigint> {
  const row = await tx.row<{ next_number: bigint }>(
    `insert into tenants.number_series as s (tenant_id, series, next_number) values ($1, $2, 1 + $3)
     on conflict on constraint number_series_pkey
       do update set next_number = s.next_number + $3
     returning next_number`,
    [tenantId, series, count],
  )
  if (!row) throw new Error('A series gave no number.')
  return row.next_number - count
}

/** Lets a series begin at a number of the tenant's choice, when nothing was taken from it yet. */
export async function beginSeries(
  tx: Tx,
  tenantId: Id<'tenant'>,
  series: string,
  first: bigint,
): Promise<void> {
  await tx.execute(
    `insert into tenants.number_series (tenant_id, series, next_number) values ($1, $2, $3)
     on conflict do nothing`,
    [tenantId, series, first],
  )
}

type Block = { next: bigint; end: bigint }

const blocks = new Map<string, Block>()
const allocations = new Map<string, Promise<Block>>()

/** The next number from this process's block. Callers at the same time share one allocation. */
export async function nextNumber(tenantId: Id<'tenant'>, series: string): Promise<bigint> {
  const key = `${tenantId} ${series}`
  for (;;) {
    const block = blocks.get(key)
    if (block && block.next < block.end) {
      block.next += 1n
      return block.next - 1n
    }
    await allocate(key, tenantId, series)
  }
}

/** Forgets this process's blocks, as after a restart: for a test that changes the database. */
export function forgetNumbers(): void {
  blocks.clear()
}

function allocate(key: string, tenantId: Id<'tenant'>, series: string): Promise<Block> {
  const running = allocations.get(key)
  if (running) return running
  const allocation = transaction({ tenantId }, (tx) => takeNumbers(tx, tenantId, series, BLOCK))
    .then((first) => {
      const block = { next: first, end: first + BLOCK }
      blocks.set(key, block)
      return block
    })
    .finally(() => allocations.delete(key))
  allocations.set(key, allocation)
  return allocation
}
