import { getRouteApi } from '@tanstack/react-router'
import type { Session, Utility } from '../api.ts'

const signedIn = getRouteApi('/signed-in')

/** Who is signed in; only for screens inside the shell, where somebody always is. */
export function useSession(): Session {
  return signedIn.useRouteContext().session
}

/** The utility named in the address, else the first of the session; null for a person of none. */
export function useUtility(): Utility | null {
  const { utilities } = useSession()
  const { utility } = signedIn.useSearch()
  return utilities.find(({ id }) => id === utility) ?? utilities[0] ?? null
}
