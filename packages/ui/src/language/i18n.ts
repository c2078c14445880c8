import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { directionOf, isLanguage, type Language } from './languages.ts'
import { uiWordsEn } from './words-en.ts'

/** Words by screen, nested: `sell.customer.title`. */
export interface Words {
  [key: string]: string | Words
}

export interface LanguageOptions {
  /** The app's own name space, for example "pos". */
  namespace: string
  /** The words that ship with the app. English is always there and fills every gap. */
  words: { en: Words } & Partial<Record<Language, Words>>
  /** Words of the shared parts in further languages. */
  uiWords?: Partial<Record<Language, Words>>
}

const storedLanguage = 'saldo.language'

/**
 * Starts i18next for one app: its name space is the default one, `ui` holds the words of the shared
 * parts. The language is the stored choice, else the first of the device's that has words.
 */
export function createI18n({ namespace, words, uiWords = {} }: LanguageOptions): i18n {
  const instance = i18next.createInstance()
  const resources: Record<string, Record<string, Words>> = {}
  for (const [code, own] of Object.entries(words)) {
    if (own) resources[code] = { [namespace]: own, ui: uiWords[code as Language] ?? uiWordsEn }
  }
  const offered = Object.keys(resources)
  instance.use(initReactI18next).init({
    resources,
    lng: preferredLanguage(offered),
    fallbackLng: 'en',
    supportedLngs: offered,
    ns: [namespace, 'ui'],
    defaultNS: namespace,
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  })
  applyLanguage(instance.language)
  instance.on('languageChanged', (language) => {
    applyLanguage(language)
    remember(language)
  })
  return instance
}

/** The languages an app can be set to: those it has words for. */
export function offeredLanguages(instance: i18n): Language[] {
  const offered = instance.options.supportedLngs
  return Array.isArray(offered) ? offered.filter(isLanguage) : ['en']
}

function preferredLanguage(offered: string[]): string {
  const wanted = [recall(), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.find((code): code is string => code !== null && offered.includes(code)) ?? 'en'
}

function applyLanguage(language: string): void {
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

/** Storage may be refused (private window): then the choice lasts as long as the page. */
function remember(language: string): void {
  try {
    localStorage.setItem(storedLanguage, language)
  } catch {}
}

function recall(): string | null {
  try {
    return localStorage.getItem(storedLanguage)
  } catch {
    return null
  }
}
