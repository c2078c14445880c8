import { createStore } from '../store.ts'

export const updateReady = createStore<ServiceWorker | null>(null)

/** Lets the app start without a network, and notices when a new version has been fetched. */
export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const registration = await navigator.serviceWorker
    .register('/pos/sw.js', { scope: '/pos/' })
    .catch(() => null)
  // Refused, as in a private window: the app works, it just cannot start without a network.
  if (!registration) return
  if (registration.waiting && navigator.serviceWorker.controller) {
    updateReady.set(registration.waiting)
  }
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      const isUpdate = worker.state === 'installed' && navigator.serviceWorker.controller !== null
      if (isUpdate) updateReady.set(worker)
    })
  })
}

/** The new version takes over, and the page starts again with it. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  })
  updateReady.get()?.postMessage('take over')
}
