import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off'

interface StatusProps {
  tone: Tone
  icon?: Icon
  children: ReactNode
  className?: string
}

/** A state in a word, never in colour alone. */
export function Status({ tone, icon: StatusIcon, children, className }: StatusProps) {
  return (
    <span className={`saldo-status saldo-status-${tone} ${className ?? ''}`}>
      {StatusIcon && <StatusIcon size={13} stroke={2.25} aria-hidden />}
      {children}
    </span>
  )
}
