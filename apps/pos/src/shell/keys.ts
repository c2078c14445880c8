/** What a key means. The screen that is open does it, or lets it pass. */
export type Command =
  | { name: 'customer' | 'amount' | 'reprint' | 'refresh' | 'more' | 'sell' | 'clear' | 'keys' }
  | { name: 'quick'; place: number }

export interface PressedKey {
  key: string
  code: string
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  repeat: boolean
}

const functionKeys: Record<string, Command> = {
  F1: { name: 'keys' },
  F2: { name: 'customer' },
  F3: { name: 'amount' },
  F4: { name: 'reprint' },
  F5: { name: 'refresh' },
  F10: { name: 'more' },
  F12: { name: 'sell' },
  Escape: { name: 'clear' },
  '/': { name: 'customer' },
  '?': { name: 'keys' },
}

/** The keys shown to the cashier, in the order of the help: key, other key, word. */
export const shownKeys = [
  ['F1', '?', 'keys'],
  ['F2', '/', 'customer'],
  ['F3', null, 'amount'],
  ['F4', null, 'reprint'],
  ['F5', null, 'refresh'],
  ['F10', null, 'more'],
  ['F12', null, 'sell'],
  ['Enter', null, 'next'],
  ['Esc', null, 'clear'],
  ['Alt+1…6', null, 'quick'],
] as const

/**
 * The command of a key, or null. A held key counts once, so that leaning on F12 sells once, and
 * the browser's own Ctrl and Meta shortcuts are never taken.
 */
export function commandOf(pressed: PressedKey): Command | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.repeat) return null
  if (pressed.altKey) {
    // By the place of the key: with Alt held, many layouts give another character.
    const digit = /^(?:Digit|Numpad)([1-6])$/.exec(pressed.code)?.[1]
    return digit === undefined ? null : { name: 'quick', place: '123456'.indexOf(digit) }
  }
  return functionKeys[pressed.key] ?? null
}
