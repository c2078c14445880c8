/** The languages Saldo speaks. A screen offers those whose words are loaded. */
export const languages = {
  en: { name: 'English', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  pt: { name: 'Português', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  sw: { name: 'Kiswahili', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
} as const

export type Language = keyof typeof languages
export type Direction = 'ltr' | 'rtl'

export function isLanguage(code: string): code is Language {
  return code in languages
}

export function directionOf(language: string): Direction {
  return isLanguage(language) ? languages[language].direction : 'ltr'
}
