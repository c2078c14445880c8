import type { ReactNode } from 'react'
import { shareOf } from './share.ts'
import './job-progress.css'

interface JobProgressProps {
  /** What the bar is about, for whoever cannot see it: "Export of meters". */
  label: string
  /** Rows that are behind it, and how many there are; null while nobody knows. */
  done: number
  failed: number
  all: number | null
  /** How far it is, in words: it is read aloud in place of a percentage. */
  text: string
  /** `still`: paused or waiting. `over`: ended, however it ended. */
  motion: 'moving' | 'still' | 'over'
  /** Rate and time left, under the bar. */
  children?: ReactNode
}

/** How far long work is. A bar without an end while nobody knows how much there is. */
export function JobProgress({
  label,
  done,
  failed,
  all,
  text,
  motion,
  children,
}: JobProgressProps) {
  const good = shareOf(done, all)
  const bad = shareOf(failed, all)
  const known = good !== null
  return (
    <div className="saldo-job" data-motion={motion}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuetext={text}
        {...(known && {
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': good + (bad ?? 0),
        })}
        className="saldo-job-bar"
        data-known={known}
      >
        <span className="saldo-job-done" style={{ inlineSize: `${good ?? 0}%` }} />
        <span className="saldo-job-failed" style={{ inlineSize: `${bad ?? 0}%` }} />
      </div>
      <p className="saldo-job-text">{text}</p>
      {children}
    </div>
  )
}
