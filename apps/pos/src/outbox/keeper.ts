import { v7 as uuidv7 } from 'uuid'
import { type Answer, send } from '../api.ts'
import type { SaleRequest, SaleView } from '../contract.ts'
import { database, keepReceipt } from '../device/database.ts'
import { mayAsk, onSession } from '../session.ts'
import { createStore, useStore } from '../store.ts'
import {
  afterAsking,
  afterRestart,
  afterSending,
  isOpen,
  newItem,
  type OutboxItem,
  pauseBefore,
  type SaleAnswer,
} from './outbox.ts'

/**
 * Keeps the outbox: stores, sends, asks, and tells the screens. One window of a device does this
 * (see selling-lock.ts); the others only follow what it wrote.
 */
const items = createStore<OutboxItem[]>([])
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const busy = new Set<string>()
const news = new BroadcastChannel('saldo-pos-outbox')
let working = false
let onDecided: (item: OutboxItem) => void = () => {}

export function useOutbox(): OutboxItem[] {
  return useStore(items)
}

export function openItems(): OutboxItem[] {
  return items.get().filter(isOpen)
}

/** Reads what an earlier run left behind. */
export async function loadOutbox(): Promise<void> {
  items.set(await (await database()).getAll('outbox'))
}

/** Called once this window may sell: everything left open is asked about again. */
export async function startKeeping(decided: (item: OutboxItem) => void): Promise<void> {
  onDecided = decided
  working = true
  await loadOutbox()
  for (const item of items.get()) await update(afterRestart(item))
  askAllNow()
}

/**
 * Stores the sale, then sends it. Resolves when it is decided or has become a check; the caller
 * looks at the item's state. Throws when the device cannot store it: then nothing has left.
 */
export async function sell(request: SaleRequest, about: OutboxItem['about']): Promise<OutboxItem> {
  const item = newItem(uuidv7(), request, about, new Date().toISOString())
  await (await database()).put('outbox', item)
  show(item)
  return sendNow(item)
}

/** The cashier does not want to wait for the pause. */
export function askAllNow(): void {
  if (!working || !mayAsk()) return
  for (const item of openItems()) void decide(item.key)
}

/** The cashier has seen how it ended. An open item cannot be dropped. */
export async function dismiss(key: string): Promise<void> {
  const item = find(key)
  if (!item || isOpen(item)) return
  await (await database()).delete('outbox', key)
  items.set((all) => all.filter((other) => other.key !== key))
  news.postMessage(key)
}

async function decide(key: string): Promise<void> {
  const item = find(key)
  if (item?.state !== 'checking' || busy.has(key) || !mayAsk()) return
  cancelTimer(key)
  if (item.next === 'send') await sendNow(item)
  else await askNow(item)
  const after = find(key)
  if (after?.state === 'done' || after?.state === 'refused') onDecided(after)
}

async function sendNow(item: OutboxItem): Promise<OutboxItem> {
  const call = { method: 'POST', path: '/sales', body: item.request } as const
  return step(item, afterSending, () => send({ ...call, idempotencyKey: item.key }))
}

async function askNow(item: OutboxItem): Promise<OutboxItem> {
  return step(item, afterAsking, () => send({ method: 'GET', path: `/sales/by-key/${item.key}` }))
}

async function step(
  item: OutboxItem,
  after: (item: OutboxItem, answer: SaleAnswer) => OutboxItem,
  request: () => Promise<Answer>,
): Promise<OutboxItem> {
  busy.add(item.key)
  try {
    const next = after(item, saleAnswer(await answerTo(request)))
    await update(next)
    if (next.state === 'checking') setTimer(next)
    return next
  } finally {
    busy.delete(item.key)
  }
}

/** A request that could not even be made is one more silence. */
async function answerTo(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request()
  } catch {
    return { kind: 'none', reason: 'not sent' }
  }
}

function saleAnswer(answer: Answer): SaleAnswer {
  if (answer.kind === 'body') return { kind: 'sale', sale: answer.body as SaleView }
  return answer.kind === 'none' ? { kind: 'none' } : answer
}

/**
 * Shows what came back before storing it: a full disk must not hide a token. The stored copy is
 * then still open, and the next start asks the server again.
 */
async function update(item: OutboxItem): Promise<void> {
  show(item)
  try {
    if (item.state === 'done' && item.sale) await keepReceipt(item.sale)
    await (await database()).put('outbox', item)
  } catch (error) {
    console.warn('The outbox could not be written', error)
  }
  news.postMessage(item.key)
}

function show(item: OutboxItem): void {
  items.set((all) => [...all.filter((other) => other.key !== item.key), item])
}

/** Another window wrote. The selling one knows better than the store, except what was dismissed. */
async function follow(key: string): Promise<void> {
  if (!working) return loadOutbox()
  const stored = await (await database()).get('outbox', key)
  const item = find(key)
  if (stored === undefined && item && !isOpen(item)) {
    items.set((all) => all.filter((other) => other.key !== key))
  }
}

function find(key: string): OutboxItem | undefined {
  return items.get().find((item) => item.key === key)
}

function setTimer(item: OutboxItem): void {
  cancelTimer(item.key)
  timers.set(
    item.key,
    setTimeout(() => void decide(item.key), pauseBefore(item)),
  )
}

function cancelTimer(key: string): void {
  clearTimeout(timers.get(key))
  timers.delete(key)
}

news.addEventListener('message', (event) => void follow(String(event.data)))
window.addEventListener('online', askAllNow)
onSession(askAllNow)
