/// <reference lib="webworker" />

/**
 * Lets the till start without a network: every file of this version is kept, and a page is answered
 * from what is kept. The API is never answered from here, for a sale must not meet an old answer.
 */
declare const self: ServiceWorkerGlobalScope & {
  /** Put in by the build: every file with its revision. */
  __WB_MANIFEST: { url: string; revision: string | null }[]
}

export {}

const files = self.__WB_MANIFEST
const page = '/pos/index.html'
const cacheName = `saldo-pos-${fingerprint(JSON.stringify(files))}`

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll())
})

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()))
})

/** The page says when: between two sales. */
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { method, url, mode } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin || !pathname.startsWith('/pos/')) return
  event.respondWith(answer(event.request, mode === 'navigate' ? page : pathname))
})

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(files.map(({ url }) => new Request(`/pos/${url}`, { cache: 'reload' })))
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('saldo-pos-') && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
}

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(path)) ?? fetch(request)
}

/** FNV-1a, enough to tell two builds apart. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  }
  return hash.toString(16)
}
