import { createI18n } from '@saldo/ui'
import { wordsEn } from './words-en.ts'

export const i18n = createI18n({ namespace: 'pos', words: wordsEn })
