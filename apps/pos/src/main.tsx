import '@saldo/ui/styles.css'
import './shell/shell.css'
import { AppProvider } from '@saldo/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadIdentity } from './device/identity.ts'
import { i18n } from './i18n.ts'
import { loadOutbox, startKeeping } from './outbox/keeper.ts'
import { takeSellingLock } from './outbox/selling-lock.ts'
import { queryClient } from './queries.ts'
import { router } from './router.tsx'
import { onSession } from './session.ts'
import { tellDecided } from './shell/decided.ts'
import { watchForUpdates } from './shell/update.ts'

await loadIdentity()
await loadOutbox()
await takeSellingLock(() => void startKeeping(tellDecided))
onSession(() => void router.invalidate())
// Receipts and checks live on this device: ask the browser not to clear them when space is short.
void navigator.storage?.persist?.()
void watchForUpdates()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <AppProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AppProvider>
    </StrictMode>,
  )
}
