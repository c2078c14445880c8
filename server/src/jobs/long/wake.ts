const sleepers = new Set<() => void>()

/**
 * Lets the workers of this process look at once for what waits. What was started in a transaction that has
 * not committed is found a moment later; other processes look every second anyway.
 */
export function wakeLongJobs(): void {
  setTimeout(() => {
    for (const wake of sleepers) wake()
  }, 20).unref()
}

/** Calls `wake` at every `wakeLongJobs`, until the returned function is called. */
export function onWake(wake: () => void): () => void {
  sleepers.add(wake)
  return () => sleepers.delete(wake)
}
