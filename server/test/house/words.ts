import { type Fault, filesBelow } from './repository.ts'

/** Words as they lie in a file: nested by screen. */
interface Words {
  readonly [key: string]: string | Words
}

const PLURAL = /_(zero|one|two|few|many|other)$/

/** Where words stand: English by screen or in one file, each further language in one file beside it. */
const places = ['apps/console/src/words', 'packages/ui/src/language/words']

/** Every language says all that English says, with the plural forms it has and the same values in it. */
export function untranslated(): Fault[] {
  return places.flatMap((place) => {
    const files = filesBelow(place, '.json')
    const isEnglish = (path: string) =>
      path === `${place}/en.json` || path.startsWith(`${place}/en/`)
    const english = new Map(
      files.filter(({ path }) => isEnglish(path)).flatMap(({ text }) => flat(JSON.parse(text))),
    )
    return files
      .filter(({ path }) => !isEnglish(path))
      .flatMap(({ path, text }) => {
        const language = path.slice(place.length + 1, -'.json'.length)
        return faultsOf(english, new Map(flat(JSON.parse(text))), language).map((sentence) => ({
          path,
          line: 1,
          sentence,
        }))
      })
  })
}

export function faultsOf(
  english: ReadonlyMap<string, string>,
  words: ReadonlyMap<string, string>,
  language: string,
): string[] {
  const wanted = new Map<string, string>()
  for (const [key, text] of english) {
    // "Nothing waits" is said of no thing in every language.
    const counted = english.has(key.replace(PLURAL, '_other')) && !key.endsWith('_zero')
    if (!counted) wanted.set(key, text)
    else for (const form of formsOf(language)) wanted.set(key.replace(PLURAL, `_${form}`), text)
  }
  const missing = [...wanted.keys()]
    .filter((key) => !words.get(key)?.trim())
    .map((key) => `says nothing for "${key}"`)
  const unknown = [...words.keys()]
    .filter((key) => !wanted.has(key))
    .map((key) => `has words for "${key}", which nobody asks for`)
  const differing = [...words]
    .filter(([key, text]) => {
      const values = valuesOf(wanted.get(key) ?? text)
      // "One meter" needs no figure.
      const counted = PLURAL.test(key) ? (name: string) => name !== 'count' : () => true
      return String(valuesOf(text).filter(counted)) !== String(values.filter(counted))
    })
    .map(([key]) => `names other values than English in "${key}"`)
  return [...missing, ...unknown, ...differing]
}

function formsOf(language: string): readonly string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories
}

function valuesOf(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name]) => name!).sort()
}

function flat(words: Words, before = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  )
}
