import '@fontsource/ibm-plex-sans/latin-400.css'
import '@fontsource/ibm-plex-sans/latin-600.css'
import '@fontsource/ibm-plex-mono/latin-600.css'
import '@saldo/ui/tokens.css'
import './base.css'
import './i18n.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isProblem } from './api.ts'
import { MeterPage } from './MeterPage.tsx'
import { applyTheme, storedTheme } from './parts/theme.ts'

applyTheme(storedTheme())

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Only what may pass by itself is asked again: a refusal stays one.
      retry: (failures, problem) => failures < 1 && isProblem(problem) && problem.status >= 500,
      networkMode: 'always',
    },
    // With no network a token is refused at once and not kept back to be typed in later.
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MeterPage />
    </QueryClientProvider>
  </StrictMode>,
)
