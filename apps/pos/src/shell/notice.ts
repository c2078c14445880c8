import { createStore, useStore } from '../store.ts'

/** One line that tells the cashier what happened elsewhere, with the sale it is about. */
export interface Notice {
  text: string
  tone: 'ok' | 'warn' | 'bad'
  saleKey?: string
}

const notice = createStore<Notice | null>(null)

export function useNotice(): Notice | null {
  return useStore(notice)
}

export function tell(next: Notice | null): void {
  notice.set(next)
}
