import { NoAnswer } from '@saldo/ui'
import { QueryClient, queryOptions } from '@tanstack/react-query'
import { ask } from './api.ts'
import type { AccountView, MeterCard, QuoteView, SaleView, TerminalView } from './contract.ts'
import { keptSales } from './device/database.ts'
import { rememberTerminal } from './device/identity.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only silence is worth a second try.
      retry: (failures, error) => error instanceof NoAnswer && failures < 1,
      retryDelay: 1_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
  },
})

export const terminalQuery = queryOptions({
  queryKey: ['terminal'],
  queryFn: async ({ signal }) => {
    const terminal = await ask<TerminalView>({ method: 'GET', path: '/terminal', signal })
    await rememberTerminal(terminal)
    return terminal
  },
})

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => ask<AccountView>({ method: 'GET', path: '/account', signal }),
  refetchInterval: 60_000,
})

export function meterQuery(serialNumber: string, enabled: boolean) {
  return queryOptions({
    queryKey: ['meter', serialNumber],
    queryFn: ({ signal }) =>
      ask<MeterCard>({ method: 'GET', path: `/meters/${serialNumber}`, signal }),
    enabled,
    staleTime: 30_000,
  })
}

/** The old quote of the same meter stays on screen, marked, while the new one loads. */
export function quoteQuery(serialNumber: string, amount: string | null) {
  return queryOptions<QuoteView>({
    queryKey: ['quote', serialNumber, amount],
    queryFn: ({ signal }) =>
      ask<QuoteView>({ method: 'POST', path: '/quotes', body: { serialNumber, amount }, signal }),
    enabled: serialNumber !== '' && amount !== null,
    placeholderData: (previous) => (previous?.serialNumber === serialNumber ? previous : undefined),
    staleTime: 15_000,
  })
}

/** Receipts kept on this device, newest first: they need no network. */
export const keptSalesQuery = queryOptions({
  queryKey: ['kept-sales'],
  queryFn: (): Promise<SaleView[]> => keptSales(),
  staleTime: 0,
})
