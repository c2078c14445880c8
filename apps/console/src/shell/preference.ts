import { chooseTheme, type ThemeChoice } from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api.ts'
import { queries } from '../queries.ts'
import { applyDensity, type Density } from './density.ts'

type Preference = { theme: ThemeChoice; density: Density }

const kept = api.queryOptions('get', '/api/console/preference', undefined, {
  staleTime: Number.POSITIVE_INFINITY,
})

/** Brings the theme and density that the person chose on another device. */
export function useKeptPreference(): void {
  const chosen = useQuery(kept).data?.chosen
  useEffect(() => {
    if (!chosen) return
    chooseTheme(chosen.theme)
    applyDensity(chosen.density)
  }, [chosen])
}

/**
 * Keeps a choice for every device. It holds on this one whatever the server says: who cannot reach it now
 * chooses again later.
 */
export function keepPreference(chosen: Preference): void {
  queries.setQueryData(kept.queryKey, { chosen })
  void api.client.PUT('/api/console/preference', { body: chosen })
}
