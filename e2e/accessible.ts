import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** Nothing on the page breaks WCAG 2.2 AA as far as a machine can tell, and nothing scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ path: axe })
  const violations = await page.evaluate(async (values) => {
    const run = (window as unknown as { axe: { run: (...args: unknown[]) => unknown } }).axe.run
    const found = (await run(document, { runOnly: { type: 'tag', values } })) as {
      violations: Violation[]
    }
    return found.violations
  }, RULES)
  const named = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' '))}`)
  expect(named).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}
