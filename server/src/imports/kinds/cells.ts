import type { Cells, Complain } from '../kind.ts'

/** Reads the cells of one row and complains about what cannot be. What is wrong reads as its fallback. */
export function cellReader(cells: Cells, complain: Complain) {
  const raw = (column: string) => cells[column] ?? ''

  /** A text of at most `max` characters. */
  function text(column: string, max: number, { required = false } = {}): string {
    const value = raw(column)
    if (value === '' && required) complain(column, 'required')
    if (/\p{Cc}|\p{Surrogate}/u.test(value)) complain(column, 'control_character')
    if (value.length > max && [...value].length > max) complain(column, 'too_long', `${max}`)
    return value
  }

  /** A whole number, written in digits alone; leading zeros do not matter. */
  function whole(column: string, least: number, most: number): number {
    const value = raw(column)
    if (value === '') complain(column, 'required')
    else if (!/^[0-9]{1,9}$/.test(value)) complain(column, 'not_a_number')
    const number = Number.parseInt(value, 10)
    if (!(number >= least && number <= most)) complain(column, 'out_of_range', `${least} – ${most}`)
    return number
  }

  /** One of a list, or another way of writing it. */
  function choice<Value>(column: string, choices: ReadonlyMap<string, Value>): Value | undefined {
    const value = raw(column)
    if (value === '') complain(column, 'required')
    const chosen = choices.get(plain(value))
    if (chosen === undefined) {
      complain(column, 'not_a_choice', [...new Set(choices.values())].join(', '))
    }
    return chosen
  }

  const isEmpty = (column: string) => raw(column) === ''

  return { text, whole, choice, isEmpty }
}

/** Letters and digits in small letters: "DKGA 04" and "dkga04" are the same. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
