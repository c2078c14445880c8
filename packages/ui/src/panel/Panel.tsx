import type { ReactNode } from 'react'

interface PanelProps {
  title?: ReactNode
  /** Controls at the end of the heading. */
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** A surface with a line around it and, if it has a title, a heading. */
export function Panel({ title, action, children, className }: PanelProps) {
  return (
    <section className={`saldo-panel ${className ?? ''}`}>
      {title !== undefined && (
        <header className="saldo-panel-head">
          <h2>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  )
}
