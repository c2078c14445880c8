import { expect, test } from 'vitest'
import { base32, codeAt, keyAddress, stepAt, stepOf } from './totp.ts'

const seed = Buffer.from('12345678901234567890')

// RFC 6238, appendix B, the rows of SHA-1.
test.each([
  ['1970-01-01T00:00:59Z', '94287082'],
  ['2005-03-18T01:58:29Z', '07081804'],
  ['2005-03-18T01:58:31Z', '14050471'],
  ['2009-02-13T23:31:30Z', '89005924'],
  ['2033-05-18T03:33:20Z', '69279037'],
  ['2603-10-11T11:33:20Z', '65353130'],
])('at %s the code of the standard is %s', (time, code) => {
  expect(codeAt(seed, stepAt(new Date(time)), 8)).toBe(code)
})

// RFC 4226, appendix D: the first ten codes.
test('the first ten counters give the codes of the standard', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => codeAt(seed, counter))
  expect(codes.join(' ')).toBe(
    '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489',
  )
})

const time = new Date('2026-11-24T12:00:10Z')
const codeIn = (seconds: number) => codeAt(seed, stepAt(new Date(time.getTime() + seconds * 1000)))

test('a code of the present half minute and of its neighbours is taken, no other', () => {
  for (const seconds of [-30, 0, 30])
    expect(stepOf(seed, codeIn(seconds), time, null)).toBeDefined()
  for (const seconds of [-60, 60, 3600]) {
    expect(stepOf(seed, codeIn(seconds), time, null)).toBeUndefined()
  }
})

test('neither a code that was taken nor an older one is taken again', () => {
  const step = stepOf(seed, codeIn(0), time, null)!
  expect(stepOf(seed, codeIn(0), time, step)).toBeUndefined()
  expect(stepOf(seed, codeIn(-30), time, step)).toBeUndefined()
  expect(stepOf(seed, codeIn(30), time, step)).toBe(step + 1)
})

test('what is no code of six digits fits nothing', () => {
  for (const text of ['', '12345', '1234567', '12 456', '１２３４５６', '-12345', '1e5000']) {
    expect(stepOf(seed, text, time, null)).toBeUndefined()
  }
})

// RFC 4648, section 10, without the padding.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('"%s" is %s in base 32', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded)
})

test('the address for the app escapes what a name may hold', () => {
  expect(keyAddress(Buffer.from('foobar'), 'Power & Light', 'a+b@x.example')).toBe(
    'otpauth://totp/Power%20%26%20Light:a%2Bb%40x.example?secret=MZXW6YTBOI&issuer=Power%20%26%20Light',
  )
})
