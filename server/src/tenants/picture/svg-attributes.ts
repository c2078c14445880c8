/** What each attribute may say. One that is not here, or says anything else, refuses the drawing. */
const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:px|%)?$/i
const numbers = /^[-+0-9.,e\s]{0,4000}$/i
const colour =
  /^(?:none|currentColor|transparent|[a-z]{3,24}|#[0-9a-f]{3,8}|rgba?\([\d.,%\s/]{1,60}\)|hsla?\([\d.,%\sdeg/]{1,60}\)|url\(#[A-Za-z][\w-]{0,60}\))$/i
const name = /^[A-Za-z][\w-]{0,60}$/
const transform =
  /^(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([-+0-9.,e\s]{1,200}\)[\s,]*){0,20}$/i
const path = /^[MmLlHhVvCcSsQqTtAaZz0-9eE.,+\-\s]{0,60000}$/
const reference = /^url\(#[A-Za-z][\w-]{0,60}\)$/
const word = /^[a-zA-Z-]{1,30}$/

const VALUES: Readonly<Record<string, RegExp>> = {
  id: name,
  d: path,
  points: /^[-+0-9.,e\s]{0,20000}$/i,
  viewBox: numbers,
  preserveAspectRatio: /^[A-Za-z\s]{1,40}$/,
  transform,
  gradientTransform: transform,
  fill: colour,
  stroke: colour,
  color: colour,
  'stop-color': colour,
  'clip-path': reference,
  'stroke-dasharray': numbers,
  role: word,
  version: number,
  'aria-hidden': word,
}
for (const key of ['x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'fx', 'fy']) {
  Object.assign(VALUES, { [key]: number })
}
for (const key of ['width', 'height', 'offset', 'opacity', 'fill-opacity', 'stroke-opacity']) {
  Object.assign(VALUES, { [key]: number })
}
for (const key of ['stroke-width', 'stroke-miterlimit', 'stroke-dashoffset', 'stop-opacity']) {
  Object.assign(VALUES, { [key]: number })
}
for (const key of ['fill-rule', 'clip-rule', 'stroke-linecap', 'stroke-linejoin']) {
  Object.assign(VALUES, { [key]: word })
}
for (const key of ['gradientUnits', 'clipPathUnits', 'spreadMethod', 'shape-rendering']) {
  Object.assign(VALUES, { [key]: word })
}

// The namespace is written anew, and no other means anything to a mark.
const DROPPED = new Map([['xmlns', 'http://www.w3.org/2000/svg']])

/** The attributes of an element, each known and each saying what it may; undefined otherwise. */
export function attributesOf(
  element: string,
  text: string,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  const each = /\s+([A-Za-z][\w:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g
  for (const [, key = '', double, single] of text.matchAll(each)) {
    const value = (double ?? single ?? '').trim()
    if (element === 'svg' && DROPPED.get(key) === value) continue
    const allowed = Object.hasOwn(VALUES, key) ? VALUES[key] : undefined
    if (!allowed?.test(value) || found.has(key)) return undefined
    found.set(key, value)
  }
  return found
}

/** The plain numbers of an attribute, pixels said or not; none of a share such as "100%". */
export function numbersOf(text: string): number[] {
  const parts = text.trim().split(/[\s,]+/)
  const plain = parts.map((part) => part.replace(/px$/, ''))
  return plain.every((part) => /^\d+(\.\d+)?$|^-\d+(\.\d+)?$/.test(part))
    ? plain.map((part) => Number(part))
    : []
}
