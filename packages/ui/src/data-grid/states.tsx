import { IconListSearch } from '@tabler/icons-react'
import { type ReactNode, useSyncExternalStore } from 'react'
import { EmptyState } from '../panel/EmptyState.tsx'
import { Skeleton, SkeletonBar } from '../panel/Skeleton.tsx'

/** The shape of the coming rows, at the height they will have. */
export function GridWaiting({ rows }: { rows: number }) {
  const shown = Array.from({ length: Math.min(rows, 12) }, (_, row) => `${row}`)
  return (
    <div className="saldo-grid-state">
      <Skeleton>
        {shown.map((row) => (
          <SkeletonBar key={row} height={26} />
        ))}
      </Skeleton>
    </div>
  )
}

export function GridEmpty({ title, next }: { title: string; next?: ReactNode }) {
  return (
    <EmptyState icon={IconListSearch} title={title}>
      {next}
    </EmptyState>
  )
}

export function useOnline(): boolean {
  return useSyncExternalStore(onNetworkChange, () => navigator.onLine)
}

function onNetworkChange(tell: () => void) {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}
