import { refusal } from './refusal.ts'

export const TextMalformed = refusal('text.malformed', 400, 'This text cannot be used.')

export type TextRules = {
  /** JSON pointer of the field, named in the refusal. */
  readonly pointer: string
  /** Most characters (code points) after cleaning. */
  readonly max: number
  /** Fewest characters after cleaning; 1 unless told. */
  readonly min?: number
  /** Whether line breaks and tabs may stay, as in a note. */
  readonly multiline?: boolean
}

const CONTROL = /\p{Cc}/u
const CONTROL_BUT_LINES = /[^\P{Cc}\t\n\r]/u
// With the `u` flag a surrogate matches only when it stands alone.
const LONE_SURROGATE = /\p{Surrogate}/u
// What leaves nothing to see: blanks, marks of direction, and characters that are never drawn.
const UNSEEN = /^[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u
// NFC can make a text at most three times as long in UTF-16 (Unicode Standard Annex 15, section 9).
const GROWTH = 3

/**
 * A name, address or note as it is stored: NFC, without blanks at its ends. Refuses NUL and other
 * control characters (PostgreSQL could not store the first), lone surrogates, and what is too long.
 * Nothing else is removed: whoever shows it escapes it.
 */
export function cleanText(text: string, rules: TextRules): string {
  if (text.length > rules.max * GROWTH + 16) throw fault(rules, 'text.too_long')
  if (LONE_SURROGATE.test(text)) throw fault(rules, 'text.broken_character')
  if ((rules.multiline ? CONTROL_BUT_LINES : CONTROL).test(text)) {
    throw fault(rules, 'text.control_character')
  }
  const clean = text.normalize('NFC').trim()
  const length = [...clean].length
  if (length < (rules.min ?? 1) || (length > 0 && UNSEEN.test(clean))) {
    throw fault(rules, 'text.too_short')
  }
  if (length > rules.max) throw fault(rules, 'text.too_long')
  return clean
}

function fault(rules: TextRules, code: string) {
  return TextMalformed({ max: rules.max }, { errors: [{ pointer: rules.pointer, code }] })
}
