/*
 * The identifiers a meter remembers: always sorted, always full, zeros at first. A new identifier takes the
 * place of the smallest, so tokens may be entered late as long as they are not older than all that is remembered.
 */

/** The memory of a new meter, or after a rollover. */
export function emptyTidMemory(size: number): number[] {
  return new Array<number>(size).fill(0)
}

/** A memory of this size that holds the largest of these identifiers. */
export function tidMemoryOf(size: number, tids: readonly number[]): number[] {
  const sorted = [...tids].sort((a, b) => a - b).slice(-size)
  return [...emptyTidMemory(size - sorted.length), ...sorted]
}

/** Whether a meter with this memory takes the identifier, or the standard's name for why not. */
export function judgeTid(
  memory: readonly number[],
  tid: number,
): 'Accept' | 'UsedError' | 'OldError' {
  if (memory.includes(tid)) return 'UsedError'
  return tid < memory[0]! ? 'OldError' : 'Accept'
}

/** The memory with this identifier in place of the smallest one. */
export function rememberTid(memory: readonly number[], tid: number): number[] {
  const next = memory.slice(1)
  let place = next.length
  while (place > 0 && next[place - 1]! > tid) place--
  next.splice(place, 0, tid)
  return next
}
