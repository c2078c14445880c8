export type Theme = 'device' | 'light' | 'dark'

const KEY = 'saldo.theme'
const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)')

export function storedTheme(): Theme {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'device'
  } catch {
    return 'device'
  }
}

/** Shows the theme and remembers it on this device; "device" keeps following the device. */
export function applyTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is forbidden in this browser: the choice then lasts for this page only.
  }
  const show = () => {
    const isDark = theme === 'dark' || (theme === 'device' && dark?.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }
  show()
  if (dark) dark.onchange = show
}
