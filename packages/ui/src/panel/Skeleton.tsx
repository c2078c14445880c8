import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** True once `pending` has lasted: a fast answer then shows no flicker. */
export function useDelayed(pending: boolean, milliseconds = 300): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!pending) return
    const timer = setTimeout(() => setLate(true), milliseconds)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [pending, milliseconds])
  return pending && late
}

interface SkeletonProps {
  /** A drawing of the coming layout, made of `<SkeletonBar>`. */
  children: ReactNode
  delay?: number
}

/** Nothing for 300 ms, then the shape of what is coming. */
export function Skeleton({ children, delay = 300 }: SkeletonProps) {
  const { t } = useTranslation('ui')
  const shown = useDelayed(true, delay)
  if (!shown) return null
  return (
    <div className="saldo-skeleton" role="status">
      <span className="saldo-hidden">{t('loading')}</span>
      <div aria-hidden>{children}</div>
    </div>
  )
}

export function SkeletonBar({ width = '100%', height = 16 }: { width?: string; height?: number }) {
  return <div className="saldo-skeleton-bar" style={{ width, height }} />
}
