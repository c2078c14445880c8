import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

test.each([
  [
    'Tampered with, case 12: seal broken (twice)',
    ['tampered', 'with', 'case', '12', 'seal', 'broken', 'twice'],
  ],
  ['Seal seal SEAL', ['seal']],
  ['Écran cassé', ['écran', 'cassé']],
  ['E\u0301cran', ['écran']],
  ['تم كسر الختم', ['تم', 'كسر', 'الختم']],
  [' …, - ', []],
  ['', []],
])('the words of "%s"', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})

test('a long word is cut and a long text gives a hundred words', () => {
  expect(wordsOf('x'.repeat(500))).toEqual(['x'.repeat(60)])
  expect(wordsOf(Array.from({ length: 500 }, (_, n) => `word${n}`).join(' '))).toHaveLength(100)
})
