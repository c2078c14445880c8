import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import uiWordsEn from '../../../packages/ui/src/language/words/en.json' with { type: 'json' }
import { shownKeys } from '../src/shell/keys.ts'
import { wordsEn } from '../src/words-en.ts'

const source = join(import.meta.dirname, '../src')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.tsx?$/.test(name),
)

test('every key the screens name has its words', () => {
  const named = files.flatMap((name) => keysIn(readFileSync(join(source, name), 'utf8')))
  expect(named.length).toBeGreaterThan(80)
  expect(named.filter((key) => !hasWords(key))).toEqual([])
})

test('every key of the keyboard help has its words', () => {
  for (const [, , word] of shownKeys) expect(hasWords(`keys.${word}`), word).toBe(true)
})

test('every refusal a till can meet says what happened and what to do next', () => {
  const codes = [
    ...['meter.unknown', 'meter.check_digit', 'meter.blocked', 'meter.not_linked'],
    ...['meter.base_date_retired', 'key.expired', 'key.not_loaded', 'amount.below_minimum'],
    ...['amount.above_maximum', 'amount.day_maximum', 'amount.month_maximum'],
    ...['amount.nothing_left', 'amount.malformed', 'ledger.funds_short', 'vendor.suspended'],
    ...['vendor.group_not_allowed', 'tariff.none', 'terminal.blocked', 'terminal.unknown'],
    ...['terminal.signature', 'terminal.replayed', 'session.required', 'session.expired'],
    ...['operator.pin_wrong', 'operator.locked', 'request.malformed', 'request.key_reused'],
    ...['request.in_progress', 'sale.not_found', 'sale.nothing_to_reprint', 'sale.busy'],
    ...['clock.unfit', 'installation.quarantined', 'outcome.unknown', 'server.overloaded'],
    'server.fault',
  ]
  for (const code of codes) {
    expect(hasWords(`ui:problem.${code}.title`), code).toBe(true)
    expect(hasWords(`ui:problem.${code}.next`), code).toBe(true)
  }
})

/** Keys written out, such as t('sell.pays'); those put together at run time are typed unions. */
function keysIn(text: string): string[] {
  const found = text.matchAll(
    /(?:\bt\(\s*|word: )'((?:[a-z]+:)?[a-zA-Z0-9]+(?:\.[a-zA-Z0-9_]+)+)'/g,
  )
  return [...found].map((match) => match[1] ?? '')
}

function hasWords(key: string): boolean {
  const [space, path = ''] = key.includes(':') ? key.split(':') : ['pos', key]
  const words: unknown = space === 'ui' ? uiWordsEn : wordsEn
  const found = [path, `${path}_one`].some((candidate) => typeof at(words, candidate) === 'string')
  return found
}

function at(words: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((level, name) => (level as Record<string, unknown> | undefined)?.[name], words)
}
