import '@saldo/ui/styles.css'
import './console.css'
import { AppProvider, wordsLoaded } from '@saldo/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { words } from './i18n.ts'
import { queries } from './queries.ts'
import { router } from './router.ts'
import { applyDensity, storedDensity } from './shell/density.ts'

applyDensity(storedDensity())
await wordsLoaded(words)

const StepUpDialog = lazy(async () => ({
  default: (await import('./account/StepUpDialog.tsx')).StepUpDialog,
}))

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <AppProvider i18n={words}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Suspense>
          <StepUpDialog />
        </Suspense>
      </QueryClientProvider>
    </AppProvider>
  </StrictMode>,
)
