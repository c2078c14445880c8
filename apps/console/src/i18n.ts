import { createI18n } from '@saldo/ui'
import en from './words/en.json' with { type: 'json' }

export const words = createI18n({ namespace: 'console', words: { en } })
