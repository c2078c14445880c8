/** A colour as a person sees it (OKLCH, Ottosson 2020): lightness 0 to 1, chroma, hue in radians. */
export interface Seen {
  lightness: number
  chroma: number
  hue: number
}

type Triple = readonly [number, number, number]

/** "#0b6558" as it is seen. */
export function seenOf(hex: string): Seen {
  const [r, g, b] = channelsOf(hex).map(linear) as unknown as Triple
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const lightness = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
  const greenRed = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short
  const blueYellow = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short
  return {
    lightness,
    chroma: Math.hypot(greenRed, blueYellow),
    hue: Math.atan2(blueYellow, greenRed),
  }
}

/** The nearest colour that a screen can show: what is too vivid becomes paler, never another hue. */
export function hexOf({ lightness, chroma, hue }: Seen): string {
  let [pale, vivid] = [0, chroma]
  if (isShowable(channelsAt(lightness, chroma, hue))) pale = chroma
  else {
    // Twelve halvings are finer than a step of eight bits.
    for (let step = 0; step < 12; step++) {
      const middle = (pale + vivid) / 2
      if (isShowable(channelsAt(lightness, middle, hue))) pale = middle
      else vivid = middle
    }
  }
  const bytes = channelsAt(lightness, pale, hue).map((channel) =>
    Math.round(255 * Math.min(1, Math.max(0, gamma(channel)))),
  )
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(one: string, other: string): number {
  const [lighter, darker] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a) as [
    number,
    number,
  ]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminanceOf(hex: string): number {
  const [r, g, b] = channelsOf(hex).map(linear) as unknown as Triple
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function channelsAt(lightness: number, chroma: number, hue: number): Triple {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)]
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
}

function isShowable(channels: Triple): boolean {
  return channels.every((channel) => channel >= -0.0005 && channel <= 1.0005)
}

function channelsOf(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

function gamma(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055
}
