import { describe, expect, test } from 'vitest'
import { changeOf, decimalText, readAmount, shortAmount } from '../src/sell/amount.ts'
import {
  clear,
  emptyForm,
  nextStep,
  payBy,
  press,
  quickAmount,
  type SellForm,
  scan,
  write,
} from '../src/sell/form.ts'
import { type Burst, follow, noBurst } from '../src/sell/scanner.ts'
import { commandOf } from '../src/shell/keys.ts'

describe('an amount while it is typed', () => {
  test.each([
    ['500', 2, '500.00'],
    ['500.', 2, '500.00'],
    ['500.5', 2, '500.50'],
    ['.5', 2, '0.50'],
    ['0500', 2, '500.00'],
    ['500', 0, '500'],
    ['1.25', 3, '1.250'],
    ['999999999999.99', 2, '999999999999.99'],
  ])('"%s" with %d decimals goes out as %s', (typed, decimals, text) => {
    expect(readAmount(typed, decimals)).toMatchObject({ text, fault: null })
  })

  test.each([
    ['', 2, 'empty'],
    ['.', 2, 'empty'],
    ['0', 2, 'zero'],
    ['0.00', 2, 'zero'],
    ['1.234', 2, 'too_many_decimals'],
    ['1.5', 0, 'too_many_decimals'],
    ['1000000000000', 2, 'too_large'],
    ['1e21', 2, 'not_an_amount'],
    ['-5', 2, 'not_an_amount'],
    ['1.2.3', 2, 'not_an_amount'],
    ['٥٠٠', 2, 'not_an_amount'],
  ])('"%s" with %d decimals is %s', (typed, decimals, fault) => {
    expect(readAmount(typed, decimals)).toMatchObject({ text: null, fault })
  })

  test('change is exact, and there is none when too little was received', () => {
    expect(changeOf(50_000n, 100_000n, 2)).toBe('500.00')
    expect(changeOf(12_345n, 12_345n, 2)).toBe('0.00')
    expect(changeOf(1_250n, 2_000n, 3)).toBe('0.750')
    expect(changeOf(50_000n, 49_999n, 2)).toBeNull()
  })

  test('minor units are written with the decimals of the currency', () => {
    expect(decimalText(5n, 2)).toBe('0.05')
    expect(decimalText(500n, 0)).toBe('500')
    expect(shortAmount('1000.00')).toBe('1000')
    expect(shortAmount('12.50')).toBe('12.50')
  })
})

describe('the keys of a sale', () => {
  test('digits go to the current step, and Enter moves on', () => {
    let form = typed(emptyForm, '07012345679')
    form = nextStep(form)
    form = typed(form, '500')
    form = nextStep(form)
    form = typed(form, '1000')
    expect(form).toMatchObject({
      customer: '07012345679',
      amount: '500',
      received: '1000',
      step: 'received',
    })
  })

  test('a card payment has no cash to count', () => {
    const form = payBy({ ...emptyForm, step: 'amount', received: '1000' }, 'card')
    expect(form.received).toBe('')
    expect(nextStep(form).step).toBe('amount')
  })

  test('Esc empties the field, then steps back, then starts again', () => {
    let form: SellForm = { ...emptyForm, step: 'amount', customer: '0701', amount: '50' }
    form = clear(form)
    expect(form).toMatchObject({ step: 'amount', amount: '' })
    form = clear(form)
    expect(form).toMatchObject({ step: 'customer', customer: '0701' })
    form = clear(form)
    expect(clear(form)).toEqual(emptyForm)
  })

  test('a meter number takes 13 digits and ignores what a paste brings along', () => {
    expect(write(emptyForm, 'customer', '0701 2345-679 meter').customer).toBe('07012345679')
    expect(write(emptyForm, 'customer', '0'.repeat(20)).customer).toHaveLength(13)
  })

  test('an amount has one decimal point, also when typed as a comma', () => {
    expect(write(emptyForm, 'amount', '12,5').amount).toBe('12.5')
    expect(write(emptyForm, 'amount', '1.2.3').amount).toBe('1.23')
  })

  test('a quick amount replaces what was typed', () => {
    expect(quickAmount({ ...emptyForm, amount: '7' }, '500').amount).toBe('500')
  })

  test('the last digit can be taken back', () => {
    expect(press({ ...emptyForm, customer: '0701' }, 'back').customer).toBe('070')
  })
})

describe('a scanner', () => {
  test('fills the customer from any step', () => {
    const scanned = feed('07012345679', 8)
    expect(scanned).toBe('07012345679')
    const form = scan({ ...emptyForm, step: 'received', amount: '500' }, scanned ?? '')
    expect(form).toMatchObject({ customer: '07012345679', step: 'amount', amount: '500' })
  })

  test('is not mistaken for a fast hand', () => {
    expect(feed('07012345679', 45)).toBeUndefined()
  })

  test('is not mistaken for another fast number', () => {
    expect(feed('500', 8)).toBeUndefined()
    expect(feed('4821993011756204', 8)).toBeUndefined()
  })
})

describe('the keyboard', () => {
  test.each([
    ['F2', 'customer'],
    ['F3', 'amount'],
    ['F4', 'reprint'],
    ['F5', 'refresh'],
    ['F10', 'more'],
    ['F12', 'sell'],
    ['Escape', 'clear'],
    ['?', 'keys'],
    ['/', 'customer'],
  ])('%s means %s', (key, name) => {
    expect(commandOf(pressed({ key }))).toEqual({ name })
  })

  test('Alt with 1 to 6 is a quick amount, whatever character the layout gives', () => {
    expect(commandOf(pressed({ key: '¡', code: 'Digit1', altKey: true }))).toEqual({
      name: 'quick',
      place: 0,
    })
    expect(commandOf(pressed({ key: '6', code: 'Numpad6', altKey: true }))).toMatchObject({
      place: 5,
    })
    expect(commandOf(pressed({ key: '7', code: 'Digit7', altKey: true }))).toBeNull()
  })

  test('leaning on F12 sells once', () => {
    expect(commandOf(pressed({ key: 'F12', repeat: true }))).toBeNull()
  })

  test('Ctrl and Meta shortcuts stay the browser’s', () => {
    expect(commandOf(pressed({ key: 'F4', ctrlKey: true }))).toBeNull()
    expect(commandOf(pressed({ key: '/', metaKey: true }))).toBeNull()
  })
})

function typed(form: SellForm, keys: string): SellForm {
  return [...keys].reduce(press, form)
}

function feed(digits: string, apart: number): string | undefined {
  let burst: Burst = noBurst
  let at = 1_000
  for (const digit of digits) {
    at += apart
    burst = follow(burst, digit, at).burst
  }
  return follow(burst, 'Enter', at + apart).scanned
}

function pressed(changes: Partial<Parameters<typeof commandOf>[0]>) {
  return {
    key: '',
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    ...changes,
  }
}
