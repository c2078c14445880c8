import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: Icon
  /** Why there is nothing. */
  title: string
  /** The next step. */
  children?: ReactNode
}

export function EmptyState({ icon: StateIcon, title, children }: EmptyStateProps) {
  return (
    <div className="saldo-state">
      {StateIcon && <StateIcon size={28} stroke={1.5} aria-hidden />}
      <p className="saldo-state-title">{title}</p>
      {children && <div className="saldo-state-next">{children}</div>}
    </div>
  )
}
