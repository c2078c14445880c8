/**
 * The languages Saldo speaks. A screen offers those whose words are loaded. What nobody who speaks it has
 * read yet is `unreviewed`, and says so where it is chosen.
 */
export const languages = {
  en: { name: 'English', direction: 'ltr', unreviewed: false },
  fr: { name: 'Français', direction: 'ltr', unreviewed: true },
  pt: { name: 'Português', direction: 'ltr', unreviewed: true },
  es: { name: 'Español', direction: 'ltr', unreviewed: true },
  sw: { name: 'Kiswahili', direction: 'ltr', unreviewed: true },
  ar: { name: 'العربية', direction: 'rtl', unreviewed: true },
} as const

export type Language = keyof typeof languages
export type Direction = 'ltr' | 'rtl'

export function isLanguage(code: string): code is Language {
  return code in languages
}

export function directionOf(language: string): Direction {
  return isLanguage(language) ? languages[language].direction : 'ltr'
}
