import { formatMoney, formatUnits, Panel, Status, unitLabel } from '@saldo/ui'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { dayText } from '../parts/days.ts'
import type { SaleDetail } from './queries.ts'
import css from './transactions.module.css'

type Trace = NonNullable<SaleDetail['trace']>
type Step = Trace['steps'][number]

/** Why the amount bought these units: every step of the calculation in words, and whether it comes out again. */
export function SaleCalculation({ sale }: { sale: SaleDetail }) {
  const { t } = useTranslation()
  const words = useStepWords(sale)
  return (
    <Panel title={t('transactions.calculation')}>
      <div className={css.calculation}>
        <Verdict check={sale.traceCheck} />
        {sale.trace && (
          <ol>
            {[words.begin(sale.trace), ...sale.trace.steps.map(words.step)].map((text, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={place}>{text}</li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  )
}

function Verdict({ check }: { check: SaleDetail['traceCheck'] }) {
  const { t } = useTranslation()
  const [tone, icon] = (
    {
      same: ['ok', IconCheck],
      differs: ['bad', IconAlertTriangle],
      outside: ['off', IconInfoCircle],
    } as const
  )[check]
  return (
    <p>
      <Status tone={tone} icon={icon}>
        {t(`transactions.check.${check}`)}
      </Status>{' '}
      {t(`transactions.checkNext.${check}`)}
    </p>
  )
}

function useStepWords({ currency, unit }: SaleDetail) {
  const { t, i18n } = useTranslation()
  const money = (amount: string) =>
    formatMoney(amount, currency, { language: i18n.language, code: true })
  const units = (quantity: string) =>
    `${formatUnits(quantity, i18n.language)}\u00a0${unitLabel(unit)}`
  const begin = (trace: Trace) =>
    t('transactions.step.begin', {
      tender: money(trace.tender),
      day: dayText(trace.businessDay, i18n.language),
      units: units(trace.monthUnitsBefore),
    })
  const step = (one: Step): string => {
    switch (one.step) {
      case 'fee':
        return t('transactions.step.fee', { amount: money(one.amount), left: money(one.left) })
      case 'arrears':
        return t('transactions.step.arrears', {
          label: one.label,
          amount: money(one.amount),
          remaining: money(one.remaining),
          left: money(one.left),
        })
      case 'service_charge':
        if (one.periods === '0') return t('transactions.step.serviceNone')
        return t('transactions.step.service', {
          periods: one.periods,
          amount: money(one.amount),
          tax: money(one.tax),
          through: one.paidThrough ? dayText(one.paidThrough, i18n.language) : '–',
          left: money(one.left),
        })
      case 'tax':
        return t(one.levies.length > 0 ? 'transactions.step.taxes' : 'transactions.step.tax', {
          gross: money(one.gross),
          vat: money(one.vat),
          levies: one.levies.map(money).join(' + '),
          net: money(one.net),
        })
      case 'block':
        return t('transactions.step.block', {
          label: one.label,
          units: units(one.units),
          price: one.price,
          amount: money(one.amount),
        })
      case 'rounding':
        return t('transactions.step.rounding', { amount: money(one.amount) })
      case 'units':
        return t('transactions.step.units', {
          bought: units(one.bought),
          booked: units(one.booked),
        })
    }
  }
  return { begin, step }
}
