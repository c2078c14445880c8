import { expect, test } from 'vitest'
import { canonicalText, contentHash } from './content-hash.ts'

test('one content has one text, in whatever order it was written down', () => {
  const text = canonicalText('deposit', { minor: 50_000n, at: new Date(0), by: 'Ana', note: null })
  expect(text).toBe(
    'saldo event 1 deposit\nat=@1970-01-01T00:00:00.000Z\nby="Ana"\nminor=50000n\nnote=null',
  )
  expect(canonicalText('deposit', { note: null, by: 'Ana', minor: 50_000n, at: new Date(0) })).toBe(
    text,
  )
})

test('what is not the same does not hash the same', () => {
  const hashes = [
    contentHash('deposit', { a: '1' }),
    contentHash('deposit', { a: 1n }),
    contentHash('deposit', { a: '1\nb="2"' }),
    contentHash('deposit', { a: '1', b: '2' }),
    contentHash('deposit', { a: null }),
    contentHash('deposit', { a: 'null' }),
    contentHash('deposit', {}),
    contentHash('debt_recorded', { a: '1' }),
  ].map((hash) => hash.toString('hex'))
  expect(new Set(hashes).size).toBe(hashes.length)
})

test('a field that is not said leaves the text as it was', () => {
  expect(canonicalText('deposit', { a: '1', b: undefined })).toBe(
    canonicalText('deposit', { a: '1' }),
  )
})
