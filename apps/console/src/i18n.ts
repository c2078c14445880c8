import { createI18n, type Words } from '@saldo/ui'

/** One file of words for each screen; a new file is found by itself. */
const english = import.meta.glob<Words>('./words/en/*.json', { eager: true, import: 'default' })

export const words = createI18n({
  namespace: 'console',
  words: Object.assign({}, ...Object.values(english)) as Words,
})
