import '@saldo/ui/styles.css'
import './console.css'
import { AppProvider, wordsLoaded } from '@saldo/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { StepUpDialog } from './account/StepUpDialog.tsx'
import { words } from './i18n.ts'
import { queries } from './queries.ts'
import { router } from './router.ts'
import { applyDensity, storedDensity } from './shell/density.ts'

applyDensity(storedDensity())
await wordsLoaded(words)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <AppProvider i18n={words}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <StepUpDialog />
      </QueryClientProvider>
    </AppProvider>
  </StrictMode>,
)
