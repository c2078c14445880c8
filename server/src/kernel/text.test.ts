import { expect, test } from 'vitest'
import { cleanText } from './text.ts'

const rules = { pointer: '/name', max: 20 }
const codeOf = (text: string, more = {}) => {
  try {
    cleanText(text, { ...rules, ...more })
    return undefined
  } catch (thrown) {
    return (thrown as { errors: { code: string }[] }).errors[0]?.code
  }
}

test('a name is stored composed and without blanks at its ends', () => {
  expect(cleanText('  Jose\u0301 Ngu\u0302 ', rules)).toBe('José Ngû')
  expect(cleanText('محمد علي', rules)).toBe('محمد علي')
  expect(cleanText('😀'.repeat(20), rules)).toHaveLength(40)
})

test.each([
  ['a\u0000b', 'text.control_character'],
  ['a\u001bb', 'text.control_character'],
  ['a\u0085b', 'text.control_character'],
  ['line\nline', 'text.control_character'],
  ['a\ud800', 'text.broken_character'],
  ['\udc00a', 'text.broken_character'],
  ['', 'text.too_short'],
  ['   ', 'text.too_short'],
  ['x'.repeat(21), 'text.too_long'],
  ['x'.repeat(70_000), 'text.too_long'],
])('%j is refused', (text, code) => {
  expect(codeOf(text)).toBe(code)
})

test('a note may have lines, still no other controls', () => {
  expect(cleanText('one\ntwo', { ...rules, multiline: true })).toBe('one\ntwo')
  expect(codeOf('one\u0007two', { multiline: true })).toBe('text.control_character')
})
