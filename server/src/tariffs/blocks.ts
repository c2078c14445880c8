import { lesser } from '../kernel/rounding.ts'
import type { Block, Tariff } from './definition-compile.ts'

/** What was bought in one block. */
export type BoughtInBlock = {
  readonly block: Block
  /** Quanta. */
  readonly units: bigint
  /** Fine money (minor units times the tariff's fineness): exact, never more than was there. */
  readonly fine: bigint
}

export type Bought = { readonly parts: readonly BoughtInBlock[]; readonly units: bigint }

/**
 * How many quanta an amount buys when `before` quanta of this calendar month are used already. The
 * last, incomplete quantum is given whole or not at all, as the tariff rounds.
 */
export function buyUnits(tariff: Tariff, minor: bigint, before: bigint): Bought {
  const parts: BoughtInBlock[] = []
  let left = minor * tariff.fineness
  let used = before
  for (const block of tariff.blocks) {
    if (left === 0n) break
    if (block.upTo !== undefined && used >= block.upTo) continue
    const room = block.upTo === undefined ? undefined : block.upTo - used
    const units = affordable(left, block.price, room, tariff.rounding)
    const cost = units * block.price
    const fine = lesser(cost, left)
    if (units > 0n) parts.push({ block, units, fine })
    used += units
    left -= fine
    if (room === undefined || units < room) break
  }
  return { parts, units: used - before }
}

function affordable(
  left: bigint,
  price: bigint,
  room: bigint | undefined,
  rounding: 'up' | 'down',
): bigint {
  const whole = left / price
  const units = rounding === 'up' && whole * price < left ? whole + 1n : whole
  return room !== undefined && units > room ? room : units
}
