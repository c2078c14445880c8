import { expect, test } from 'vitest'
import { brandScale, isBrandColour } from '../src/brand/brand-scale.ts'
import { contrastOf, hexOf, seenOf } from '../src/brand/colour.ts'

const READABLE = 4.5

/** Every hue by four degrees, from grey to the most vivid, from black to white. */
function everyColour(): string[] {
  const colours: string[] = []
  for (let degrees = 0; degrees < 360; degrees += 4) {
    for (const chroma of [0.02, 0.1, 0.3]) {
      for (const lightness of [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
        colours.push(hexOf({ lightness, chroma, hue: (degrees * Math.PI) / 180 }))
      }
    }
  }
  return colours
}

test('contrast is that of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBe(21)
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('a colour of the screen comes back as it went', () => {
  for (const hex of ['#000000', '#ffffff', '#0b6558', '#f2b01e', '#ff0000', '#0000ff', '#808080']) {
    expect(hexOf(seenOf(hex))).toBe(hex)
  }
})

test('whatever the colour, text in it and on it can be read, in light and in dark', () => {
  for (const chosen of everyColour()) {
    const { light, dark } = brandScale(chosen)
    const pairs = [
      [light['--on-brand'], light['--brand-600']],
      [light['--on-brand'], light['--brand-700']],
      [light['--brand-600'], '#f4f5f2'],
      [light['--brand-600'], '#ffffff'],
      [light['--brand-700'], light['--brand-50']],
      [light['--brand-900'], light['--brand-100']],
      [dark['--on-brand'], dark['--brand-600']],
      [dark['--on-brand'], dark['--brand-700']],
      [dark['--brand-600'], '#171e1c'],
      [dark['--brand-600'], '#1b2321'],
      [dark['--brand-700'], dark['--brand-50']],
      [dark['--brand-900'], dark['--brand-100']],
    ] as const
    for (const [text, surface] of pairs) {
      const ratio = contrastOf(text, surface)
      if (ratio < READABLE) expect.fail(`${chosen}: ${text} on ${surface} is ${ratio}`)
    }
  }
})

test('the hue stays: a correction makes a colour darker or lighter, not another one', () => {
  for (const chosen of everyColour()) {
    const wanted = seenOf(chosen)
    const { light, dark } = brandScale(chosen)
    for (const shade of [light, dark]) {
      const got = seenOf(shade['--brand-600'])
      // Of nearly grey colours the hue means nothing.
      if (Math.min(wanted.chroma, got.chroma) < 0.03) continue
      const turned = Math.abs(
        Math.atan2(Math.sin(got.hue - wanted.hue), Math.cos(got.hue - wanted.hue)),
      )
      expect(turned, chosen).toBeLessThan(0.12)
    }
  }
})

test('a colour that can be read is taken to the letter, one that cannot is corrected and says so', () => {
  const fine = brandScale('#0B6558')
  expect(fine.light['--brand-600']).toBe('#0b6558')
  expect(fine.corrected).toBe(false)
  const pale = brandScale('#ffd400')
  expect(pale.corrected).toBe(true)
  expect(pale.contrast).toBeLessThan(1.5)
})

test('what is no colour is refused', () => {
  for (const wrong of ['', '#fff', 'red', '#0b655g', '#0b655812', 'url(#a)']) {
    expect(isBrandColour(wrong)).toBe(false)
    expect(() => brandScale(wrong)).toThrow(RangeError)
  }
})
