import { useDebouncedValue } from '@mantine/hooks'
import {
  type Currency,
  checkMeterNumber,
  type MeterNumberState,
  type NoAnswer,
  type ProblemError,
} from '@saldo/ui'
import { useQuery } from '@tanstack/react-query'
import type { MeterCard, QuoteView } from '../contract.ts'
import { identity } from '../device/identity.ts'
import { meterQuery, quoteQuery } from '../queries.ts'
import { changeOf, readAmount, type TypedAmount } from './amount.ts'
import type { SellForm } from './form.ts'

/** Everything the selling screen shows that follows from what is typed. */
export interface Sale {
  numberState: MeterNumberState
  card: MeterCard | undefined
  cardPending: boolean
  cardError: ProblemError | NoAnswer | null
  askCardAgain: () => void
  currency: Currency
  amount: TypedAmount
  quote: QuoteView | undefined
  /** The quote on screen is the one for what is typed now. */
  quoteIsCurrent: boolean
  quoteError: Error | null
  askQuoteAgain: () => void
  /** What was typed as cash, null when nothing was. */
  received: TypedAmount | null
  change: string | null
  /** Nothing is missing on this side; the server decides. */
  ready: boolean
}

const noCurrency: Currency = { code: '', decimals: 2 }

export function useSale(form: SellForm): Sale {
  const numberState = checkMeterNumber(form.customer)
  const meter = useQuery(meterQuery(form.customer, numberState === 'valid'))
  const card = numberState === 'valid' ? meter.data : undefined
  const currency =
    card?.utility.currency ?? identity()?.terminal?.utilities[0]?.currency ?? noCurrency
  const amount = readAmount(form.amount, currency.decimals)

  const sellable = card !== undefined && card.blocked === null
  const [settledText] = useDebouncedValue(amount.text, 250)
  const quote = useQuery(quoteQuery(sellable ? card.serialNumber : '', settledText))
  const wanted = sellable && amount.text !== null
  const quoteIsCurrent =
    wanted && settledText === amount.text && quote.isSuccess && !quote.isPlaceholderData

  const counted = form.method === 'cash' && form.received !== ''
  const received = counted ? readAmount(form.received, currency.decimals) : null
  const change =
    received?.minor != null && amount.minor !== null
      ? changeOf(amount.minor, received.minor, currency.decimals)
      : null

  return {
    numberState,
    card,
    cardPending: numberState === 'valid' && meter.isPending,
    cardError: numberState === 'valid' ? meter.error : null,
    askCardAgain: () => void meter.refetch(),
    currency,
    amount,
    quote: wanted ? quote.data : undefined,
    quoteIsCurrent,
    quoteError: wanted && settledText === amount.text ? quote.error : null,
    askQuoteAgain: () => void quote.refetch(),
    received,
    change,
    ready: quoteIsCurrent && !quote.isError && (received === null || change !== null),
  }
}
