import { Button } from '@mantine/core'
import { ErrorState, Kbd, Money, ProblemError, Units } from '@saldo/ui'
import { IconPrinter } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { TenderMethod } from '../contract.ts'
import { useFormat } from '../format.ts'
import { network } from '../network.ts'
import { useStore } from '../store.ts'
import { Breakdown } from './Breakdown.tsx'
import { Field } from './Field.tsx'
import { payBy, type SellForm, write } from './form.ts'
import { keepFocus } from './keep-focus.ts'
import type { Sale } from './use-sale.ts'
import type { Selling } from './use-selling.ts'

interface ConfirmSectionProps {
  form: SellForm
  change: (change: (form: SellForm) => SellForm) => void
  sale: Sale
  selling: Selling
  sellButton: RefObject<HTMLButtonElement | null>
}

export function ConfirmSection({ form, change, sale, selling, sellButton }: ConfirmSectionProps) {
  const { t } = useTranslation()
  const { quote, currency } = sale
  return (
    <aside className="pos-confirm" aria-label={t('sell.confirm')}>
      <div className="pos-confirm-body">
        <h2 className="pos-step">{t('sell.confirm')}</h2>
        {sale.amount.text !== null && (
          <p className="pos-pays">
            <span>{t('sell.pays')}</span>
            <b>
              <Money amount={sale.amount.text} currency={currency} code />
            </b>
          </p>
        )}
        {sale.quoteError ? (
          <>
            <ErrorState error={sale.quoteError} compact onRetry={sale.askQuoteAgain} />
            <Limits sale={sale} />
          </>
        ) : quote ? (
          <div className={sale.quoteIsCurrent ? '' : 'pos-old'} aria-busy={!sale.quoteIsCurrent}>
            <Breakdown lines={quote.lines} currency={currency} unit={quote.unit} />
            <p className="pos-units">
              <span>{sale.quoteIsCurrent ? t('sell.units') : t('sell.updating')}</span>
              <b>
                <Units units={quote.units} unit={quote.unit} />
              </b>
            </p>
          </div>
        ) : (
          <p className="pos-note">{t('sell.noQuote')}</p>
        )}
        <Payment form={form} change={change} sale={sale} />
      </div>
      <div className="pos-pay">
        <Refusals sale={sale} selling={selling} />
        <Button
          ref={sellButton}
          className="pos-main-action"
          fullWidth
          aria-disabled={!selling.allowed}
          {...(selling.allowed ? {} : { 'data-disabled': true })}
          loading={selling.busy}
          leftSection={<IconPrinter size={22} stroke={1.75} aria-hidden />}
          rightSection={
            <span className="pos-wide">
              <Kbd>F12</Kbd>
            </span>
          }
          onClick={selling.start}
        >
          {selling.repeats ? t('sell.again') : t('sell.sell')}
        </Button>
        <span className="saldo-hidden" role="status">
          {selling.busy ? t('sell.selling') : ''}
        </span>
      </div>
    </aside>
  )
}

/** What the meter's tariff allows in one purchase, shown when an amount was refused. */
function Limits({ sale: { card, currency, quoteError } }: { sale: Sale }) {
  const { t } = useTranslation()
  const format = useFormat()
  const refused =
    quoteError instanceof ProblemError && quoteError.problem.code.startsWith('amount.')
  if (!card || !refused) return null
  const minimum = card.limits.minimum && format.money(card.limits.minimum, currency)
  const maximum = card.limits.maximum && format.money(card.limits.maximum, currency)
  if (!minimum && !maximum) return null
  const key = minimum && maximum ? 'sell.limits' : minimum ? 'sell.limitLow' : 'sell.limitHigh'
  return <p className="pos-note pos-limits">{t(key, { minimum, maximum })}</p>
}

const methods: TenderMethod[] = ['cash', 'mobile', 'card']

function Payment({ form, change, sale }: Pick<ConfirmSectionProps, 'form' | 'change' | 'sale'>) {
  const { t } = useTranslation()
  const tooLittle = sale.received !== null && sale.amount.minor !== null && sale.change === null
  return (
    <>
      <fieldset className="pos-methods">
        <legend className="saldo-hidden">{t('sell.payment')}</legend>
        {methods.map((method) => (
          <button
            type="button"
            key={method}
            className="pos-button"
            aria-pressed={form.method === method}
            onMouseDown={keepFocus}
            onClick={() => change((form) => payBy(form, method))}
          >
            {t(`sell.${method}`)}
          </button>
        ))}
      </fieldset>
      {form.method === 'cash' && (
        <div className="pos-cash">
          <div className="pos-cash-received">
            <span aria-hidden>{t('sell.received')}</span>
            <Field
              step="received"
              form={form}
              change={change}
              label={t('sell.received')}
              shown={form.received}
              onText={(text) => change((form) => write(form, 'received', text))}
              invalid={tooLittle}
            />
          </div>
          <output className="pos-cash-change">
            {sale.change !== null && (
              <>
                {t('sell.change')}{' '}
                <b>
                  <Money amount={sale.change} currency={sale.currency} />
                </b>
              </>
            )}
            {tooLittle && <span className="pos-fault">{t('sell.fault.received')}</span>}
          </output>
        </div>
      )}
    </>
  )
}

/** What stands between the cashier and the sale, right above the button. */
function Refusals({ sale, selling }: { sale: Sale; selling: Selling }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { reachable } = useStore(network)
  return (
    <div className="pos-refusals" role="alert">
      {selling.refusal && <ErrorState error={selling.refusal} compact />}
      {selling.notStored && (
        <p className="pos-warning pos-warning-bad">{t('sell.fault.storage')}</p>
      )}
      {selling.repeats && (
        <p className="pos-warning">
          {t('sell.fault.again', {
            time: format.time(selling.repeats.soldAt, sale.card?.utility.id),
          })}
        </p>
      )}
      {!reachable && <p className="pos-warning pos-warning-bad">{t('sell.fault.offline')}</p>}
    </div>
  )
}
