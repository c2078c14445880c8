import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { directionOf, isLanguage, type Language } from './languages.ts'
import en from './words/en.json' with { type: 'json' }

/** Words by screen, nested: `sell.customer.title`. */
export interface Words {
  [key: string]: string | Words
}

export interface LanguageOptions {
  /** The app's own name space, for example "pos". */
  namespace: string
  /** English ships with the app and fills every gap. */
  words: Words
  /** The further languages, each fetched when it is chosen: the app's words and those of the shared parts. */
  further?: Partial<Record<Language, () => Promise<{ app: Words; ui: Words }>>>
}

const uiWords = import.meta.glob<Words>(['./words/*.json', '!./words/en.json'], {
  import: 'default',
})

const storedLanguage = 'saldo.language'

/**
 * Starts i18next for one app: its name space is the default one, `ui` holds the words of the shared
 * parts. The language is the stored choice, else the first of the device's that has words. Wait for
 * `wordsLoaded` before the first picture, or English is seen for a moment.
 */
export function createI18n({ namespace, words, further = {} }: LanguageOptions): i18n {
  const instance = i18next.createInstance()
  const offered = ['en', ...Object.keys(further)]
  instance
    .use(initReactI18next)
    .use(fetched(namespace, further))
    .init({
      resources: { en: { [namespace]: words, ui: en } },
      partialBundledLanguages: true,
      lng: preferredLanguage(offered),
      fallbackLng: 'en',
      supportedLngs: offered,
      ns: [namespace, 'ui'],
      defaultNS: namespace,
      interpolation: { escapeValue: false },
      returnNull: false,
      initAsync: false,
    })
  applyLanguage(instance.resolvedLanguage ?? instance.language)
  instance.on('languageChanged', (language) => {
    applyLanguage(language)
    remember(language)
  })
  return instance
}

/** Resolves when the words of the language in use are here, or cannot be had: then English stands in. */
export async function wordsLoaded(instance: i18n): Promise<void> {
  await instance.loadLanguages(instance.language).catch(() => {})
}

/** Brings the words of a language when i18next asks for them. */
function fetched(namespace: string, further: NonNullable<LanguageOptions['further']>) {
  return {
    type: 'backend' as const,
    init() {},
    read(language: string, wanted: string, done: (error: unknown, words: Words | null) => void) {
      const load = isLanguage(language) ? further[language] : undefined
      if (!load) return done(new Error(`no words of ${language}`), null)
      load().then(
        ({ app, ui }) => done(null, wanted === namespace ? app : ui),
        (error: unknown) => done(error, null),
      )
    },
  }
}

/** The words of the shared parts in another language than English. */
export async function uiWordsOf(language: Language): Promise<Words> {
  const load = uiWords[`./words/${language}.json`]
  return load ? await load() : en
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
