import { createI18n, type Language, uiWordsOf, type Words } from '@saldo/ui'

/** English ships with the app: one file for each screen; a new file is found by itself. */
const english = import.meta.glob<Words>('./words/en/*.json', { eager: true, import: 'default' })
/** Another language is one file, fetched when it is chosen. */
const others = import.meta.glob<Words>('./words/*.json', { import: 'default' })

export const words = createI18n({
  namespace: 'console',
  words: Object.assign({}, ...Object.values(english)) as Words,
  further: Object.fromEntries(
    Object.entries(others).map(([path, load]) => {
      const language = path.slice('./words/'.length, -'.json'.length) as Language
      return [language, () => allOf(language, load)]
    }),
  ),
})

async function allOf(language: Language, load: () => Promise<Words>) {
  const [app, ui] = await Promise.all([
    load(),
    uiWordsOf(language),
    language === 'ar' && import('@saldo/ui/arabic.css'),
  ])
  return { app, ui }
}
