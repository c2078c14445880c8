import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keptSalesQuery } from '../queries.ts'
import { mention } from '../shell/notice.ts'
import { type Reprinted, reprint } from './reprint.ts'

export interface Reprint {
  /** Null reprints the last sale of this terminal. */
  start: (key: string | null) => Promise<Reprinted | null>
  busy: boolean
  error: unknown
}

export function useReprint(): Reprint {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = async (key: string | null) => {
    if (busy) return null
    setBusy(true)
    setError(null)
    try {
      const done = await reprint(key, t('result.offlineCopy'))
      void queries.invalidateQueries({ queryKey: keptSalesQuery.queryKey })
      const { sale, offline } = done
      const text = offline
        ? t('result.reprintedOffline')
        : t('result.reprinted', { count: sale.copy })
      mention({ text, tone: offline ? 'warn' : 'ok', saleKey: sale.key, stays: true })
      return done
    } catch (caught) {
      setError(caught)
      return null
    } finally {
      setBusy(false)
    }
  }
  return { start, busy, error }
}
