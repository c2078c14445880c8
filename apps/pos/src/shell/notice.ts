import { createStore, useStore } from '../store.ts'

/** One line that tells the cashier what happened elsewhere, with the sale it is about. */
export interface Notice {
  text: string
  tone: 'ok' | 'warn' | 'bad'
  saleKey?: string
  /** Shown also on the screen of that sale, for what the screen does not say by itself. */
  stays?: boolean
}

const passesAfter = 8_000

const notice = createStore<Notice | null>(null)

export function useNotice(): Notice | null {
  return useStore(notice)
}

export function currentNotice(): Notice | null {
  return notice.get()
}

export function tell(next: Notice | null): void {
  notice.set(next)
}

/** Says something that is of no use a moment later. */
export function mention(next: Notice): void {
  tell(next)
  setTimeout(() => notice.set((shown) => (shown === next ? null : shown)), passesAfter)
}
