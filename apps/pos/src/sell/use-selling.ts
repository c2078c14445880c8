import { type Problem, ProblemError } from '@saldo/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { endsSession } from '../api.ts'
import type { SaleRequest, SaleView } from '../contract.ts'
import { keptSales } from '../device/database.ts'
import { network } from '../network.ts'
import { dismiss, sell } from '../outbox/keeper.ts'
import { useSellingLock } from '../outbox/selling-lock.ts'
import { printSale } from '../printing/print.ts'
import { keptSalesQuery } from '../queries.ts'
import { endSession } from '../session.ts'
import { useStore } from '../store.ts'
import type { SellForm } from './form.ts'
import { resetSellForm } from './form-store.ts'
import type { Sale } from './use-sale.ts'

export interface Selling {
  start: () => void
  allowed: boolean
  busy: boolean
  /** Why the server, or this device, did not sell. */
  refusal: Error | null
  notStored: boolean
  /** The same meter was sold the same amount a moment ago: pressing again confirms. */
  repeats: SaleView | null
}

/** The server keeps a sale it refused, with no problem document of its own. */
const refusedSale: Problem = {
  type: 'about:blank',
  title: 'This sale was refused.',
  status: 422,
  code: 'sale.refused',
  traceId: '',
}

const repeatWithin = 10 * 60_000

/** Carries one sale from the button to its result, its check or its refusal. */
export function useSelling(form: SellForm, sale: Sale): Selling {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const lock = useSellingLock()
  const { reachable } = useStore(network)
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Error | null>(null)
  const [notStored, setNotStored] = useState(false)
  const [repeats, setRepeats] = useState<SaleView | null>(null)
  const typed = `${form.customer} ${form.amount} ${form.method} ${form.received}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said is about what was typed
  useEffect(() => {
    setRefusal(null)
    setNotStored(false)
    setRepeats(null)
  }, [typed])

  const allowed = sale.ready && lock === 'held' && reachable && !busy

  const start = async () => {
    const request = requestOf(form, sale)
    if (!allowed || running.current || request === null) return
    running.current = true
    setBusy(true)
    try {
      const earlier = repeats ? null : await sameSaleBefore(request)
      if (earlier) setRepeats(earlier)
      else await carryOut(request)
    } catch (error) {
      console.warn('A sale could not be stored', error)
      setNotStored(true)
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  const carryOut = async (request: SaleRequest) => {
    setRefusal(null)
    const customer = sale.card?.customer?.name ?? request.serialNumber
    const item = await sell(request, { customer, currency: sale.currency })
    if (item.state === 'refused') {
      await dismiss(item.key)
      refuse(item.problem)
      return
    }
    resetSellForm()
    queries.removeQueries({ queryKey: ['quote'] })
    void queries.invalidateQueries({ queryKey: ['meter', request.serialNumber] })
    await navigate({ to: '/sales/$key', params: { key: item.key } })
    if (item.state !== 'done' || !item.sale) return
    void queries.invalidateQueries({ queryKey: keptSalesQuery.queryKey })
    void queries.invalidateQueries({ queryKey: ['account'] })
    void printSale(item.sale)
  }

  const refuse = (problem: Problem | null) => {
    if (problem && endsSession(problem)) endSession()
    else setRefusal(new ProblemError(problem ?? refusedSale))
  }

  return { start: () => void start(), allowed, busy, refusal, notStored, repeats }
}

function requestOf(form: SellForm, { card, amount, received }: Sale): SaleRequest | null {
  if (!card || amount.text === null) return null
  const tender =
    received?.text != null
      ? { method: form.method, received: received.text }
      : { method: form.method }
  return { serialNumber: card.serialNumber, amount: amount.text, tender }
}

/** Two sales of one amount in ten minutes are more often a slip than a wish: the cashier is asked. */
async function sameSaleBefore(request: SaleRequest): Promise<SaleView | null> {
  const since = Date.now() - repeatWithin
  const sales = await keptSales().catch(() => [])
  return (
    sales.find(
      (sale) =>
        sale.serialNumber === request.serialNumber &&
        sale.amount === request.amount &&
        Date.parse(sale.soldAt) > since,
    ) ?? null
  )
}
