import { meterDigits } from '@saldo/ui/meter-number'
import type { TenderMethod } from '../contract.ts'

/** The three fields a sale is typed into, in the order of the keyboard. */
export type Step = 'customer' | 'amount' | 'received'

export interface SellForm {
  step: Step
  customer: string
  amount: string
  method: TenderMethod
  received: string
}

export const emptyForm: SellForm = {
  step: 'customer',
  customer: '',
  amount: '',
  method: 'cash',
  received: '',
}

const longest: Record<Step, number> = { customer: 13, amount: 16, received: 16 }

/** Puts a whole text into the field of a step, keeping only what the field can hold. */
export function write(form: SellForm, step: Step, text: string): SellForm {
  const kept = step === 'customer' ? meterDigits(text).replace(/\D/g, '') : onePoint(text)
  return { ...form, step, [step]: kept.slice(0, longest[step]) }
}

/** A key of the keypad goes to the current step. */
export function press(form: SellForm, key: string): SellForm {
  if (key === 'back') return write(form, form.step, form[form.step].slice(0, -1))
  return write(form, form.step, form[form.step] + key)
}

/** Enter: on to the next field; card and mobile payments have no cash to count. */
export function nextStep(form: SellForm): SellForm {
  if (form.step === 'customer') return { ...form, step: 'amount' }
  return { ...form, step: form.method === 'cash' ? 'received' : 'amount' }
}

/** Esc: empties the field, and in an empty field steps back, in the end to a clean form. */
export function clear(form: SellForm): SellForm {
  if (form[form.step] !== '') return { ...form, [form.step]: '' }
  if (form.step === 'received') return { ...form, step: 'amount' }
  return form.step === 'amount' ? { ...form, step: 'customer' } : emptyForm
}

export function quickAmount(form: SellForm, amount: string): SellForm {
  return { ...write(form, 'amount', amount), step: form.method === 'cash' ? 'received' : 'amount' }
}

/** A scanner's number starts the customer again, from any step, and moves on to the amount. */
export function scan(form: SellForm, number: string): SellForm {
  return { ...write(form, 'customer', number), step: 'amount' }
}

export function payBy(form: SellForm, method: TenderMethod): SellForm {
  return { ...form, method, received: '', step: method === 'cash' ? 'received' : 'amount' }
}

function onePoint(text: string): string {
  const [whole = '', ...rest] = text
    .replace(',', '.')
    .replace(/[^\d.]/g, '')
    .split('.')
  return rest.length === 0 ? whole : `${whole}.${rest.join('')}`
}
