import { attributesOf, numbersOf } from './svg-attributes.ts'

/** A drawing that was written anew from what is known to be harmless. */
export type Drawing = { readonly width: number; readonly height: number; readonly text: string }

/** Shapes, groups and colour gradients: enough for a mark. What could fetch, run or link is not here. */
const ELEMENTS = new Set([
  'svg',
  'g',
  'defs',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
])
const MOST_ELEMENTS = 2_000
const DEEPEST = 20

/**
 * Reads an SVG and writes it anew, element by element from a short list. An unknown element, attribute or value,
 * a script, a link, a style sheet, an entity, a comment: undefined, and the whole drawing is refused, because what
 * was left out silently would not look as its owner saw it.
 */
export function readSvg(source: string): Drawing | undefined {
  const body = source.replace(/^\uFEFF?\s*(<\?xml version="1\.[01]"[^<>?]*\?>)?\s*/, '').trimEnd()
  const written: string[] = []
  const open: string[] = []
  let root: ReadonlyMap<string, string> | undefined
  let elements = 0
  let at = 0
  while (at < body.length) {
    const text = /^[^<&]+/.exec(body.slice(at))
    if (text) {
      // Words may stand in a title alone; blanks between shapes say nothing.
      const said = text[0].trim()
      if (said !== '' && !['title', 'desc'].includes(open.at(-1) ?? '')) return undefined
      written.push(said.replaceAll('>', '&gt;'))
      at += text[0].length
      continue
    }
    const tag =
      /^<(\/?)([A-Za-z]+)((?:\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/.exec(
        body.slice(at, at + 100_000),
      )
    if (!tag) return undefined
    const [whole, closing, name = '', given = '', empty] = tag
    at += whole.length
    if (closing) {
      if (open.pop() !== name || given !== '' || empty) return undefined
      written.push(`</${name}>`)
      continue
    }
    elements += 1
    if (!ELEMENTS.has(name) || elements > MOST_ELEMENTS || open.length >= DEEPEST) return undefined
    // One drawing, and it is the outermost element.
    if ((name === 'svg') !== (elements === 1) || (elements > 1 && open.length === 0))
      return undefined
    const attributes = attributesOf(name, given)
    if (!attributes) return undefined
    root ??= attributes
    const shown = [...attributes].map(([key, value]) => ` ${key}="${value}"`).join('')
    const namespace = name === 'svg' ? ' xmlns="http://www.w3.org/2000/svg"' : ''
    written.push(`<${name}${namespace}${shown}${empty ? '/' : ''}>`)
    if (!empty) open.push(name)
  }
  const size = root && sizeOf(root)
  return open.length === 0 && size ? { ...size, text: written.join('') } : undefined
}

function sizeOf(root: ReadonlyMap<string, string>) {
  const [, , boxWidth, boxHeight] = numbersOf(root.get('viewBox') ?? '')
  const [width = boxWidth] = numbersOf(root.get('width') ?? '')
  const [height = boxHeight] = numbersOf(root.get('height') ?? '')
  const isSize = (value: number | undefined): value is number =>
    value !== undefined && value >= 1 && value <= 10_000
  if (!isSize(width) || !isSize(height)) return undefined
  return { width: Math.round(width), height: Math.round(height) }
}
