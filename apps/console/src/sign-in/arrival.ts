/** What the directory of somebody's organisation gave them to bring back, or that they thought better of it there. */
export type Arrival =
  | { readonly state: string; readonly code: string; readonly iss?: string }
  | { readonly givenUp: true }

const NEXT = 'saldo.next'

/**
 * Read once, when the page loads and before anything else looks at the address, and taken out of it: a code must
 * not stay in the browser's history, and the router would take one of digits for a number.
 */
let arrived = takeFromAddress()

/** What was brought; the second time nothing. */
export function takeArrival(): Arrival | undefined {
  const arrival = arrived
  arrived = undefined
  return arrival
}

/** Goes to the directory. Where the person wanted to go here is kept in this tab meanwhile. */
export function leaveFor(address: string, next: string | undefined): void {
  if (next === undefined) sessionStorage.removeItem(NEXT)
  else sessionStorage.setItem(NEXT, next)
  window.location.assign(address)
}

function takeFromAddress(): Arrival | undefined {
  if (typeof window === 'undefined' || window.location.pathname !== '/console/sign-in') return
  const query = new URLSearchParams(window.location.search)
  const state = query.get('state')
  if (state === null) return
  const next = sessionStorage.getItem(NEXT)
  sessionStorage.removeItem(NEXT)
  // The route judges it, as it does every `next`.
  const search = next === null ? '' : `?${new URLSearchParams({ next })}`
  window.history.replaceState(window.history.state, '', `/console/sign-in${search}`)
  const code = query.get('code')
  const iss = query.get('iss')
  return code === null ? { givenUp: true } : { state, code, ...(iss !== null && { iss }) }
}
