import { isProblem } from '@saldo/api-client/problem'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

const signedOutListeners = new Set<() => void>()

/** Tells when any call finds that nobody is signed in any more. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

function noticeSignedOut(error: unknown): void {
  if (!isProblem(error)) return
  if (error.code !== 'session.required' && error.code !== 'session.expired') return
  for (const listener of signedOutListeners) listener()
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      // Only what may pass by itself is asked again: a refusal stays one.
      retry: (failures, problem) => failures < 2 && isProblem(problem) && problem.status >= 500,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
