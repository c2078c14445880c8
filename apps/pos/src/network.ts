import { createStore } from './store.ts'

/** How the last request went. `delay` is in milliseconds, null before the first answer. */
export interface Network {
  reachable: boolean
  delay: number | null
}

export const slowAfter = 2_000

export const network = createStore<Network>({ reachable: navigator.onLine, delay: null })

export function noteAnswer(delay: number): void {
  network.set({ reachable: true, delay })
}

export function noteSilence(): void {
  network.set((last) => ({ ...last, reachable: false }))
}

window.addEventListener('offline', noteSilence)
