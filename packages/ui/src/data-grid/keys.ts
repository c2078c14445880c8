import type { KeyboardEvent } from 'react'

/**
 * The keys of a list: j, k and the arrows move from row to row, x chooses, Enter opens (the row's link has
 * the focus, so the browser does that). Home and End go to the first and the last row of the page.
 */
export function onGridKey(event: KeyboardEvent<HTMLElement>, choose: (row: number) => void): void {
  const { target, currentTarget, key } = event
  // A menu of a row is drawn elsewhere on the page and still tells the list of its keys.
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return
  const rows = [...currentTarget.querySelectorAll<HTMLElement>('tbody > tr[data-row]')]
  const here = rows.findIndex((row) => row.contains(target))
  if (key === 'x' && here >= 0) {
    done(event, () => choose(here))
    return
  }
  const there = placeAfter(key, here, rows.length)
  if (there === undefined) return
  done(event, () => placeOfFocus(rows[there])?.focus())
}

function placeOfFocus(row: HTMLElement | undefined): HTMLElement | null | undefined {
  return (
    row?.querySelector<HTMLElement>('th a[href]') ??
    row?.querySelector<HTMLElement>('button, input')
  )
}

function placeAfter(key: string, here: number, rows: number): number | undefined {
  if (rows === 0) return undefined
  if (key === 'j' || key === 'ArrowDown') return Math.min(here + 1, rows - 1)
  if (key === 'k' || key === 'ArrowUp') return Math.max(here - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? rows - 1 : undefined
}

function isTyping(target: HTMLElement): boolean {
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  return (
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  )
}

function done(event: KeyboardEvent, act: () => void): void {
  event.preventDefault()
  act()
}
