import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'light' | 'dark' | 'device'
export type Theme = 'light' | 'dark'

const stored = 'saldo.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let choice = recall()

/** Puts the theme on the document before anything is drawn, and again whenever it changes. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next
  try {
    localStorage.setItem(stored, next)
  } catch {
    // Storage may be refused (private window): the choice then lasts as long as the page.
  }
  changed()
}

export function useThemeChoice(): [ThemeChoice, (next: ThemeChoice) => void] {
  return [useSyncExternalStore(listen, () => choice), chooseTheme]
}

/** The theme that is in force, the device's own wishes followed. */
export function useTheme(): Theme {
  return useSyncExternalStore(listen, currentTheme)
}

function currentTheme(): Theme {
  if (choice !== 'device') return choice
  return dark.matches ? 'dark' : 'light'
}

function changed(): void {
  applyTheme()
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function recall(): ThemeChoice {
  try {
    const value = localStorage.getItem(stored)
    return value === 'light' || value === 'dark' ? value : 'device'
  } catch {
    return 'device'
  }
}

dark.addEventListener('change', changed)
applyTheme()
