import { describe, expect, test } from 'vitest'
import { layoutReceipt, renderHtml, renderText } from '../src/index.ts'
import { harbourCity, keyChangeReprint } from './harbour-city.ts'

describe('a receipt on 58 mm paper', () => {
  test('reads from the utility to the token', () => {
    expect(renderText(harbourCity, 32)).toMatchSnapshot()
  })

  test('a reprint after a key change says COPY and numbers the tokens in their order', () => {
    expect(renderText(keyChangeReprint, 32)).toMatchSnapshot()
  })

  test('a token is two lines of double size, three groups and two', () => {
    expect(doubleLines(32)).toEqual(['4821 9930 1175', '6204 8853'])
  })
})

describe('a receipt on 80 mm paper', () => {
  test('reads from the utility to the token', () => {
    expect(renderText(harbourCity, 48)).toMatchSnapshot()
  })

  test('a reprint after a key change says COPY and numbers the tokens in their order', () => {
    expect(renderText(keyChangeReprint, 48)).toMatchSnapshot()
  })

  test('a token is one line of 24 double letters', () => {
    expect(doubleLines(48)).toEqual(['4821 9930 1175 6204 8853'])
  })
})

test.each([32, 48] as const)('no line is wider than %d columns, whatever the names', (columns) => {
  const receipt = {
    ...keyChangeReprint,
    customer: { name: 'x'.repeat(90), account: 'y'.repeat(31), address: 'a b '.repeat(40) },
  }
  for (const line of layoutReceipt(receipt, columns)) {
    const taken = line.style === 'double' ? line.text.length * 2 : line.text.length
    expect(taken, line.text).toBeLessThanOrEqual(columns)
  }
  expect(renderText(receipt, columns).replace(/\s/g, '')).toContain('x'.repeat(90))
})

test('a customer name cannot steer the printer or turn the digits around', () => {
  const receipt = { ...harbourCity, customer: { name: 'A\u001b@\u001dV\u0000\u202eB\nC' } }
  const text = renderText(receipt, 32)
  expect(text).toContain('A @ V B C')
  for (const steering of ['\u001b', '\u001d', '\u0000', '\u202e']) {
    expect(text).not.toContain(steering)
  }
})

test('the printed page is sized to the paper and escapes what came from data', () => {
  const receipt = { ...harbourCity, customer: { name: '<script>alert(1)</script>' } }
  const html = renderHtml(receipt, 32)
  expect(html).toContain('@page { size: 58mm auto')
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toContain('<script')
  expect(renderHtml(receipt, 48)).toContain('@page { size: 80mm auto')
})

test('the page keeps token digits left to right in a right-to-left language', () => {
  expect(renderHtml(harbourCity, 48)).toContain(
    '<div class="double centre" dir="ltr">4821 9930 1175 6204 8853</div>',
  )
})

function doubleLines(columns: 32 | 48): string[] {
  return layoutReceipt(harbourCity, columns)
    .filter((line) => line.style === 'double')
    .map((line) => line.text)
}
