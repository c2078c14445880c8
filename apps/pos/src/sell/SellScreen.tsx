import './sell.css'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReprint } from '../printing/use-reprint.ts'
import { useCommands } from '../shell/use-commands.ts'
import { AmountSection } from './AmountSection.tsx'
import { ConfirmSection } from './ConfirmSection.tsx'
import { CustomerSection } from './CustomerSection.tsx'
import { clear, nextStep, quickAmount, type Step, scan } from './form.ts'
import { useSellForm } from './form-store.ts'
import { KeypadSection } from './KeypadSection.tsx'
import { LastSection } from './LastSection.tsx'
import { useSale } from './use-sale.ts'
import { useSelling } from './use-selling.ts'
import { useTyping } from './use-typing.ts'

/** One screen sells: who, how much, check and confirm. */
export function SellScreen() {
  const { t } = useTranslation()
  const [form, change] = useSellForm()
  const sale = useSale(form)
  const selling = useSelling(form, sale)
  const reprint = useReprint()
  const navigate = useNavigate()
  const sellButton = useRef<HTMLButtonElement>(null)
  const [quick, setQuick] = useState<string[]>([])
  const quickAmounts = sale.card?.quickAmounts ?? quick
  useEffect(() => setQuick((last) => sale.card?.quickAmounts ?? last), [sale.card])

  const goTo = (step: Step) => change((form) => ({ ...form, step }))
  const enter = () => {
    const next = nextStep(form)
    if (next.step === form.step) sellButton.current?.focus()
    change(() => next)
  }
  const scanned = (number: string) => change((form) => scan(form, number))
  useTyping({ step: form.step, onEnter: enter, onScan: scanned })
  useCommands({
    customer: () => goTo('customer'),
    amount: () => goTo('amount'),
    clear: () => change(clear),
    refresh: sale.askCardAgain,
    sell: selling.start,
    reprint: () => void reprint.start(null),
    quick: (place) => {
      const amount = quickAmounts[place]
      if (amount !== undefined) change((form) => quickAmount(form, amount))
    },
  })

  return (
    <main className="pos-sell" aria-label={t('sell.title')}>
      <h1 className="saldo-hidden">{t('sell.title')}</h1>
      <div className="pos-sell-main">
        <CustomerSection form={form} change={change} sale={sale} />
        <AmountSection amounts={quickAmounts} form={form} change={change} sale={sale} />
        <KeypadSection form={form} change={change} sale={sale} onNext={enter} />
        <LastSection
          onPick={scanned}
          reprint={reprint}
          onShow={(key) => void navigate({ to: '/sales/$key', params: { key } })}
        />
      </div>
      <ConfirmSection
        form={form}
        change={change}
        sale={sale}
        selling={selling}
        sellButton={sellButton}
      />
    </main>
  )
}
