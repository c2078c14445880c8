import { contrastOf, hexOf, type Seen, seenOf } from './colour.ts'

/** The values of one theme, by the names of their tokens (tokens.css). */
export interface BrandValues {
  '--brand-50': string
  '--brand-100': string
  '--brand-200': string
  '--brand-500': string
  '--brand-600': string
  '--brand-700': string
  '--brand-900': string
  '--on-brand': string
}

export interface BrandScale {
  light: BrandValues
  dark: BrandValues
  /** Whether the colour as it was chosen could be read, or its lightness had to be moved, in light. */
  corrected: boolean
  /** The contrast of the chosen colour with the page in light, before any correction: 1 to 21. */
  contrast: number
}

/** What text needs (WCAG 2.2, 1.4.3), and a little for the rounding to eight bits. */
const READABLE = 4.5
const ENOUGH = READABLE + 0.05
const STEP = 0.005

/** The surfaces of tokens.css that brand text stands on; the first is the hardest to read on. */
const PAGE = { light: '#f4f5f2', dark: '#1b2321' } as const
const WHITE = '#ffffff'

/** Whether a text is a colour that `brandScale` takes: "#0b6558". */
export function isBrandColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/**
 * The shades of a brand in light and dark, all of the chosen hue. Lightness moves until text in the brand's
 * colour, and text on it, has a contrast of 4.5 or more; the hue never does.
 * @throws RangeError for what is no colour like "#0b6558"
 */
export function brandScale(hex: string): BrandScale {
  if (!isBrandColour(hex)) throw new RangeError('A brand colour is written like "#0b6558".')
  const chosen = hex.toLowerCase()
  const seen = seenOf(chosen)
  const contrast = contrastOf(chosen, PAGE.light)
  const light = lightValues(seen, chosen)
  return {
    light,
    dark: darkValues(seen),
    corrected: light['--brand-600'] !== chosen,
    contrast,
  }
}

function lightValues(seen: Seen, chosen: string): BrandValues {
  const tint = hexOf({ ...seen, lightness: 0.96, chroma: seen.chroma * 0.18 })
  const [main, mainLightness] = moved(seen, seen.lightness, -STEP, [PAGE.light, WHITE], chosen)
  const [pressed] = moved(seen, Math.max(0, mainLightness - 0.08), -STEP, [tint, WHITE])
  return {
    '--brand-50': tint,
    '--brand-100': hexOf({ ...seen, lightness: 0.91, chroma: seen.chroma * 0.35 }),
    '--brand-200': hexOf({ ...seen, lightness: 0.83, chroma: seen.chroma * 0.5 }),
    '--brand-500': hexOf({ ...seen, lightness: Math.min(0.62, mainLightness + 0.09) }),
    '--brand-600': main,
    '--brand-700': pressed,
    '--brand-900': hexOf({ ...seen, lightness: Math.min(0.29, Math.max(0, mainLightness - 0.18)) }),
    '--on-brand': WHITE,
  }
}

function darkValues(seen: Seen): BrandValues {
  const tint = hexOf({ ...seen, lightness: 0.26, chroma: Math.min(seen.chroma * 0.4, 0.05) })
  const ink = hexOf({ ...seen, lightness: 0.21, chroma: Math.min(seen.chroma, 0.04) })
  const start = Math.max(seen.lightness, 0.68)
  const [main, mainLightness] = moved(seen, start, STEP, [tint, PAGE.dark, ink])
  return {
    '--brand-50': tint,
    '--brand-100': hexOf({ ...seen, lightness: 0.31, chroma: Math.min(seen.chroma * 0.5, 0.06) }),
    '--brand-200': hexOf({ ...seen, lightness: 0.4, chroma: Math.min(seen.chroma * 0.6, 0.08) }),
    '--brand-500': hexOf({ ...seen, lightness: mainLightness - 0.06 }),
    '--brand-600': main,
    '--brand-700': hexOf({ ...seen, lightness: Math.min(0.97, mainLightness + 0.11) }),
    '--brand-900': hexOf({ ...seen, lightness: 0.93, chroma: Math.min(seen.chroma, 0.05) }),
    '--on-brand': ink,
  }
}

/**
 * The first shade from `lightness` on, in steps, that can be read against each of `others`, and its lightness.
 * `exact` is how the first one is written: a colour that needs no correction stays to the letter.
 */
function moved(
  seen: Seen,
  lightness: number,
  step: number,
  others: readonly string[],
  exact?: string,
): [hex: string, lightness: number] {
  for (let at = lightness; ; at += step) {
    const within = Math.min(1, Math.max(0, at))
    const hex = at === lightness && exact ? exact : hexOf({ ...seen, lightness: within })
    const readable = others.every((other) => contrastOf(hex, other) >= ENOUGH)
    if (readable || within !== at) return [hex, within]
  }
}
