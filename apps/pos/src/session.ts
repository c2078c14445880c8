import type { SessionView } from './contract.ts'
import { createStore, useStore } from './store.ts'

/** Who is signed in. `locked` hides the screens while checks of the same session go on. */
export interface Session extends SessionView {
  locked: boolean
}

const stored = 'saldo.pos.session'

const session = createStore<Session | null>(recall())

export function useSession(): Session | null {
  return useStore(session)
}

export function currentSession(): Session | null {
  return session.get()
}

export function onSession(listener: () => void): () => void {
  return session.subscribe(listener)
}

export function sessionToken(): string | null {
  return session.get()?.sessionToken ?? null
}

export function mayUseScreens(): boolean {
  const current = session.get()
  return current !== null && !current.locked
}

/** A locked session still stands for its sales: their checks go on behind the PIN pad. */
export function mayAsk(): boolean {
  return session.get() !== null
}

export function beginSession(view: SessionView): void {
  keep({ ...view, locked: false })
}

export function lockSession(): void {
  const current = session.get()
  if (current) keep({ ...current, locked: true })
}

export function endSession(): void {
  keep(null)
}

/** Session storage ends with the window: a device that was switched off asks for the PIN again. */
function keep(next: Session | null): void {
  if (next === null) sessionStorage.removeItem(stored)
  else sessionStorage.setItem(stored, JSON.stringify(next))
  session.set(next)
}

function recall(): Session | null {
  const text = sessionStorage.getItem(stored)
  return text === null ? null : (JSON.parse(text) as Session)
}
