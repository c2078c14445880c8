export type Density = 'compact' | 'comfortable'

const KEY = 'saldo.density'

export function storedDensity(): Density {
  try {
    return localStorage.getItem(KEY) === 'comfortable' ? 'comfortable' : 'compact'
  } catch {
    return 'compact'
  }
}

/** Sets the height of rows and controls on this device and remembers it. */
export function applyDensity(density: Density): void {
  try {
    localStorage.setItem(KEY, density)
  } catch {
    // Storage is forbidden in this browser: the choice then lasts for this page only.
  }
  document.documentElement.dataset.density = density
}
