import { createI18n, type Words } from '@saldo/ui'

/** One file of words for each screen; a new file is found by itself. */
const files = import.meta.glob<Words>('./words/en/*.json', { eager: true, import: 'default' })

export const words = createI18n({
  namespace: 'console',
  words: { en: Object.assign({}, ...Object.values(files)) as Words },
})
