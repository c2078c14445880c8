import '@fontsource/ibm-plex-sans/latin-400.css'
import '@fontsource/ibm-plex-sans/latin-600.css'
import '@fontsource/ibm-plex-mono/latin-600.css'
import '@saldo/ui/tokens.css'
import './base.css'
import './i18n.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { MeterPage } from './MeterPage.tsx'
import { applyTheme, storedTheme } from './parts/theme.ts'

applyTheme(storedTheme())

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true } },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MeterPage />
    </QueryClientProvider>
  </StrictMode>,
)
