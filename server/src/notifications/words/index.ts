import { ar } from './ar.ts'
import { en, type WordKey, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { pt } from './pt.ts'
import { sw } from './sw.ts'

export type { WordKey, Words } from './en.ts'

const LANGUAGES = { en, fr, pt, es, sw, ar } as const

export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as readonly Language[]

/** The language for what a person chose (`pt`, `pt-MZ`); English when we do not have it. */
export function languageFor(tag: string): Language {
  const primary = tag.toLowerCase().split(/[-_]/)[0] ?? ''
  return languages.find((language) => language === primary) ?? 'en'
}

export function wordsOf(language: Language): Words {
  return LANGUAGES[language]
}

/** Which way the language is written, for the `dir` of a page. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/**
 * A phrase with its values put in. Each value stays on one line: a name with a line break would otherwise
 * write sentences of its own, or a header.
 */
export function say(
  words: Words,
  key: WordKey,
  values: { readonly [name: string]: string },
): string {
  return words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => oneLine(values[name] ?? ''))
}

/** Control characters, line and paragraph separators, and marks that reorder what is read become a blank. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
}
