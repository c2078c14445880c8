import { createStore, useStore } from '../store.ts'

export type SellingLock = 'waiting' | 'held' | 'elsewhere'

const lock = createStore<SellingLock>('waiting')

export function useSellingLock(): SellingLock {
  return useStore(lock)
}

/**
 * One window of a device sells. The others say so and take over when that one closes: the browser
 * gives the lock back by itself, also after a crash.
 */
export async function takeSellingLock(onHeld: () => void): Promise<void> {
  const name = 'saldo-pos-selling'
  const free = await navigator.locks.request(name, { ifAvailable: true }, (held) => held !== null)
  if (!free) lock.set('elsewhere')
  void navigator.locks.request(name, () => {
    lock.set('held')
    onHeld()
    return new Promise(() => {})
  })
}
