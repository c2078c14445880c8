import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

// Kilobytes after gzip. The entry is what index.html names: its script, what that loads at once, its styles.
const budgets = [
  { app: 'pos', entry: 200, css: 40, route: 40, chart: 0 },
  { app: 'console', entry: 230, css: 40, route: 60, chart: 190 },
]

for (const { app, entry, css, route, chart } of budgets) {
  test(`the ${app} stays small enough for a slow network`, () => {
    const dist = join(import.meta.dirname, `../apps/${app}/dist`)
    expect(existsSync(dist)).toBe(true)
    const page = readFileSync(join(dist, 'index.html'), 'utf8')
    const named = [...page.matchAll(/assets\/([\w.-]+\.(?:js|css))/g)].map(([, file]) => file!)
    const size = (file: string) => gzipSync(readFileSync(join(dist, 'assets', file))).length / 1000
    const sum = (ending: string) =>
      named.filter((file) => file.endsWith(ending)).reduce((total, file) => total + size(file), 0)
    expect(sum('.js')).toBeGreaterThan(0)
    expect(sum('.js')).toBeLessThanOrEqual(entry)
    expect(sum('.css')).toBeLessThanOrEqual(css)

    const lazy = readdirSync(join(dist, 'assets'))
      .filter((file) => file.endsWith('.js') && !named.includes(file))
      .map((file) => ({ file, kilobytes: size(file) }))
    const allowed = (file: string) => (/chart/i.test(file) ? chart : route)
    expect(lazy.filter(({ file, kilobytes }) => kilobytes > allowed(file))).toEqual([])
  })
}
