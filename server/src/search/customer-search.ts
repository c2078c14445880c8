import type { Db } from '../db/index.ts'
import { startingWith } from './range.ts'

/** One way in which a customer can be found: a stored column, and what it must begin with. */
export interface Arm {
  readonly column: (typeof turns)[number] | Number
  readonly prefix: string
  /** Further words, each the beginning of a word of the name. */
  readonly words: readonly string[]
}

/** A name begun with its first word, its second, and so on; each turn holds all of them. */
const turns = ['name_at_1', 'name_at_2', 'name_at_3', 'name_at_4', 'name_at_5'] as const

type Number = 'account_number' | 'phone_reversed'

/** Digits by which a phone number is told, whether or not the code of its country stands before them. */
const NATIONAL_DIGITS = 9

/**
 * How a typed text may name customers. Digits are the beginning of an account number or the end of a phone
 * number; anything else is the beginning of any words of a name, in any order, accents left out.
 */
export async function armsOf(db: Db, text: string): Promise<Arm[]> {
  const account = arm('account_number', text.trim())
  if (/^[+(]?[0-9][0-9 ().-]*$/.test(text.trim())) {
    const phone = phoneArm(text.replace(/[^0-9]/g, ''))
    return [account, ...(phone ? [phone] : [])]
  }
  const folded = await db.row<{ folded: string }>('select kernel.folded($1) as folded', [text])
  const words = (folded?.folded ?? '').split(' ').filter((word) => word !== '')
  // The longest word is mostly the rarest: it leads, and the others are looked for in what it finds.
  const [leading, ...others] = words.toSorted((a, b) => b.length - a.length)
  if (leading === undefined) return []
  const capitals = arm('account_number', text.trim().toUpperCase())
  return [
    ...turns.map((column): Arm => ({ column, prefix: leading, words: others })),
    ...(/[0-9]/.test(text) ? [capitals] : []),
  ]
}

function phoneArm(digits: string): Arm | undefined {
  const national = digits.replace(/^0+/, '').slice(-NATIONAL_DIGITS)
  if (national.length < 6) return undefined
  return arm('phone_reversed', [...national].reverse().join(''))
}

function arm(column: Number, prefix: string): Arm {
  return { column, prefix, words: [] }
}

/** The condition that a customer is found by this arm, in SQL. */
export function conditionOf(
  { column, prefix, words }: Arm,
  put: (value: unknown) => string,
): string {
  const { from, to } = startingWith(prefix)
  const has = words.map((word) => `and position(${put(` ${word}`)} in ' ' || c.${column}) > 0`)
  return `${sqlOf(column)} >= ${put(from)} and ${sqlOf(column)} < ${put(to)} ${has.join(' ')}`
}

export function sqlOf(column: Arm['column']): string {
  return column === 'account_number' ? 'c.account_number collate "C"' : `c.${column}`
}

/**
 * The condition that an earlier arm has found the customer already. Both turns of a name hold all words, so
 * only the word in front counts; it is taken from what the index of the later one holds too.
 */
export function foundBy(earlier: Arm, later: Arm, put: (value: unknown) => string): string {
  const turn = turnOf(earlier)
  if (turn === 0 || turnOf(later) === 0) return `coalesce(${conditionOf(earlier, put)}, false)`
  return `(split_part(c.name_at_1, ' ', ${turn}) ^@ ${put(earlier.prefix)}::text)`
}

/** Which word of the name the arm begins with, from 1; 0 for what is no name. */
function turnOf({ column }: Arm): number {
  return (turns as readonly string[]).indexOf(column) + 1
}
