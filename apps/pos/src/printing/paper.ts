import type { Columns } from '@saldo/receipt'
import { createStore, useStore } from '../store.ts'

/** Millimetres of paper in the printer. */
export type PaperWidth = 58 | 80

const stored = 'saldo.pos.paper'

const paper = createStore<PaperWidth>(localStorage.getItem(stored) === '80' ? 80 : 58)

export function usePaper(): PaperWidth {
  return useStore(paper)
}

export function choosePaper(width: PaperWidth): void {
  localStorage.setItem(stored, String(width))
  paper.set(width)
}

export function paperColumns(): Columns {
  return paper.get() === 58 ? 32 : 48
}
