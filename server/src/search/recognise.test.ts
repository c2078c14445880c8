import { expect, test } from 'vitest'
import { recognise, typedText } from './recognise.ts'

test('eleven digits are a meter, with its check digit judged', () => {
  expect(recognise('07000000013')).toMatchObject({ meter: '07000000013', meterNumber: 'right' })
  expect(recognise('0700 000 0018')).toMatchObject({
    meter: '07000000018',
    meterNumber: 'check_digit',
  })
})

test('twenty digits are a token and nothing else', () => {
  expect(recognise('1234 5678 9012 3456 7890')).toEqual({
    meter: null,
    meterNumber: null,
    token: '12345678901234567890',
    receipt: null,
    vendor: null,
    name: null,
  })
})

test('a receipt is found with its letters, without them, and with a blank', () => {
  expect(recognise('HC-88417').receipt).toEqual({ prefix: 'HC', number: 88_417n })
  expect(recognise('hc 88417').receipt).toEqual({ prefix: 'HC', number: 88_417n })
  expect(recognise('88417').receipt).toEqual({ prefix: null, number: 88_417n })
})

test('a phone number may be a name of somebody, and the first digits of a meter', () => {
  expect(recognise('0712 345 678')).toMatchObject({ name: '0712 345 678', meter: '0712345678' })
})

test('a name is a name', () => {
  expect(recognise("Zoë O'Brien")).toMatchObject({
    name: "Zoë O'Brien",
    meter: null,
    receipt: null,
  })
})

test.each(['%', '_', "'", '\\', '"', 'a', '…'])('%s looks for nothing', (text) => {
  expect(recognise(text)).toMatchObject({ meter: null, token: null, receipt: null, name: null })
})

test('control characters and halves of characters are blanks', () => {
  expect(typedText(' Ami\u0000na\n\tOtieno\ud800 ')).toBe('Ami na Otieno')
})
