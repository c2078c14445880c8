/** Columns a printer gives: 58 mm paper has 32, 80 mm paper has 48. */
export type Columns = 32 | 48

/**
 * Text that is safe on paper: control and direction-override characters become spaces. A name must
 * never be able to steer a printer (ESC, GS) or turn the digits that follow it around.
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** Columns a text takes: combining marks take none. */
export function widthOf(text: string): number {
  return [...text.replace(/\p{M}/gu, '')].length
}

export function centred(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, Math.floor((columns - widthOf(text)) / 2))) + text
}

/** Breaks at spaces; a word longer than the paper is cut, never dropped. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((part) => pieces(part, columns))) {
    if (line === '') line = word
    else if (widthOf(line) + 1 + widthOf(word) <= columns) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function pieces(word: string, columns: number): string[] {
  const letters = [...word]
  const parts: string[] = []
  for (let i = 0; i < letters.length; i += columns)
    parts.push(letters.slice(i, i + columns).join(''))
  return parts
}

/** Start and end on one line, at least one space between; null when they do not fit. */
export function spread(start: string, end: string, columns: number): string | null {
  const space = columns - widthOf(start) - widthOf(end)
  return space < 1 ? null : start + ' '.repeat(space) + end
}
