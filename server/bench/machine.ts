import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'

/** One line that says on what was measured, and how busy it was with other things. */
export function machineLine(): string {
  const [processor] = cpus()
  const load = loadavg().map((value) => value.toFixed(2))
  return `${cpus().length} × ${processor?.model ?? 'unknown processor'}, load average ${load.join(' ')}, Node ${process.version}`
}

const TICKS_A_SECOND = 100

/** Seconds of processor time that these processes have used so far; one that is gone counts as none. */
export function processorSeconds(pids: readonly number[]): number {
  let ticks = 0
  for (const pid of pids) {
    const fields = statOf(pid)
    if (fields) ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / TICKS_A_SECOND
}

/** Fields of proc(5) from the third on; the name before them may hold blanks. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
