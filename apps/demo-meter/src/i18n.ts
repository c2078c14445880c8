import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './words/en.json' with { type: 'json' }

export const words = i18next.createInstance()

words.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
})

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}
