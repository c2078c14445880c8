import type { Problem } from '@saldo/ui'
import type { SaleRequest, SaleView } from '../contract.ts'

/**
 * A sale on its way. It is stored before its request leaves and stays until the cashier has seen
 * how it ended, so that no lost answer, reload or power cut can lose or double a sale.
 */
export interface OutboxItem {
  /** The idempotency key, a UUIDv7. Every repeat and every question carries it. */
  key: string
  /** Exactly what is sent, each time. */
  request: SaleRequest
  /** Words for the lists, from the customer's card. */
  about: { customer: string; currency: { code: string; decimals: number } }
  /** Device time, for people only: nothing is decided by it. */
  startedAt: string
  state: 'sending' | 'checking' | 'done' | 'refused'
  /** What to do next while checking: ask for the sale, or send the same request again. */
  next: 'ask' | 'send'
  /** How often an answer failed to decide; it sets the pause before the next try. */
  silences: number
  /** Seconds to wait instead of the growing pause: as the server asked, or none. */
  retryAfter: number | null
  sale: SaleView | null
  problem: Problem | null
}

/** What came back for an item, from sending it or from asking for it. */
export type SaleAnswer =
  | { kind: 'sale'; sale: SaleView }
  | { kind: 'problem'; problem: Problem; retryAfter: number | null }
  | { kind: 'none' }

export function newItem(
  key: string,
  request: SaleRequest,
  about: OutboxItem['about'],
  startedAt: string,
): OutboxItem {
  return {
    key,
    request,
    about,
    startedAt,
    state: 'sending',
    next: 'send',
    silences: 0,
    retryAfter: null,
    sale: null,
    problem: null,
  }
}

/** Only an answer decides. Everything else keeps the item in checking. */
export function afterSending(item: OutboxItem, answer: SaleAnswer): OutboxItem {
  if (answer.kind === 'sale') return afterSale(item, answer.sale)
  if (answer.kind === 'none') return checking(item, 'ask', null)
  const { problem, retryAfter } = answer
  if (sendAgainCodes.has(problem.code)) return checking(item, 'send', retryAfter)
  if (leavesOpen(problem)) return checking(item, 'ask', retryAfter)
  // Before any silence this refusal is about the only request that ever left. Later, a refusal
  // about who is asking says nothing about the sale itself.
  if (item.silences > 0 && isAboutTheAsker(problem)) return checking(item, 'ask', null)
  return { ...item, state: 'refused', problem, retryAfter: null }
}

/**
 * "No such sale" is certain but not final, for the first request may still arrive. Sending the same
 * key again decides it: the server either sells once or repeats its answer.
 */
export function afterAsking(item: OutboxItem, answer: SaleAnswer): OutboxItem {
  if (answer.kind === 'sale') return afterSale(item, answer.sale)
  if (answer.kind === 'problem' && answer.problem.code === 'sale.not_found') {
    return { ...item, state: 'checking', next: 'send', retryAfter: 0 }
  }
  return checking(item, 'ask', answer.kind === 'problem' ? answer.retryAfter : null)
}

/** An item found at start-up was cut off at an unknown point: it is asked about first. */
export function afterRestart(item: OutboxItem): OutboxItem {
  return isOpen(item) ? { ...item, state: 'checking', next: 'ask', silences: 1 } : item
}

/** Not known yet how it ends. */
export function isOpen(item: OutboxItem): boolean {
  return item.state === 'sending' || item.state === 'checking'
}

/** Milliseconds before the next try: 2, 4, 8, 16, then every 30 s, or what the server asked for. */
export function pauseBefore(item: OutboxItem): number {
  return (item.retryAfter ?? Math.min(2 ** Math.max(1, item.silences), 30)) * 1_000
}

function afterSale(item: OutboxItem, sale: SaleView): OutboxItem {
  if (!isThisSale(item, sale) || sale.state === 'unknown') return checking(item, 'ask', null)
  if (sale.state === 'refused') return { ...item, state: 'refused', sale, problem: null }
  return { ...item, state: 'done', sale, retryAfter: null, problem: null }
}

function checking(item: OutboxItem, next: OutboxItem['next'], wait: number | null): OutboxItem {
  const retryAfter = wait === null ? null : Math.max(1, wait)
  return { ...item, state: 'checking', next, silences: item.silences + 1, retryAfter }
}

/** An answer that is not about our key, or has no whole token, is as good as none. */
function isThisSale(item: OutboxItem, sale: SaleView): boolean {
  if (sale.key !== item.key) return false
  if (sale.state !== 'done') return true
  return (
    Array.isArray(sale.tokens) &&
    sale.tokens.length > 0 &&
    sale.tokens.every((token) => /^\d{20}$/.test(token.digits))
  )
}

/** The server did nothing and asks for the same key again. */
const sendAgainCodes = new Set(['sale.busy', 'server.overloaded'])

/** Refusals that say that nothing was sold although their status is 5xx. */
const certainFaults = new Set(['clock.unfit', 'installation.quarantined', 'token.from_the_future'])

/**
 * Codes that leave it open. A browser repeats a POST by itself when the connection drops, with the
 * nonce it had: then `terminal.replayed` answers the repeat, and the first one may well have sold.
 */
const openCodes = new Set([
  'terminal.replayed',
  'request.in_progress',
  'request.key_reused',
  'outcome.unknown',
])

function leavesOpen({ code, status }: Problem): boolean {
  if (openCodes.has(code)) return true
  if (status >= 500) return !certainFaults.has(code)
  return status === 408 || status === 425 || status === 429
}

function isAboutTheAsker({ code }: Problem): boolean {
  return code.startsWith('session.') || code.startsWith('terminal.') || code.startsWith('operator.')
}
