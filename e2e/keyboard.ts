import { expect, type Page } from '@playwright/test'

const CONTROLS =
  'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]'
const MOST_STEPS = 400

/**
 * By Tab alone every control of the page is reached, can be seen while it has the focus, and shows that it
 * has it. Of a group of radio buttons or tabs one is enough: arrows lead to the others.
 */
export async function expectKeyboardReaches(page: Page): Promise<void> {
  const wanted = await page.evaluate(markControls, CONTROLS)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const reached = new Set<string>()
  const faults: string[] = []
  let last = ''
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab')
    const now = await page.evaluate(focused)
    // A date has a stop for its day, its month and its year.
    if (now !== null && now.mark === last) continue
    if (now === null || reached.has(now.mark)) break
    last = now.mark
    reached.add(now.mark)
    if (now.fault) faults.push(`${now.name}: ${now.fault}`)
  }
  const missed = wanted.filter(({ mark }) => !reached.has(mark)).map(({ name }) => name)
  expect({ missed, faults }).toEqual({ missed: [], faults: [] })
}

function markControls(selector: string): { mark: string; name: string }[] {
  const found: { mark: string; name: string }[] = []
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    const { width, height } = element.getBoundingClientRect()
    const hidden =
      width === 0 || height === 0 || !element.checkVisibility({ visibilityProperty: true })
    // Groups move their one stop by arrows; what is tabindex -1 is not for Tab.
    const inGroup =
      element.getAttribute('tabindex') === '-1' || (element as HTMLInputElement).type === 'radio'
    if (hidden || inGroup || element.closest('[inert], [aria-hidden=true]')) continue
    const mark = String(found.length)
    element.dataset.mark = mark
    found.push({ mark, name: `${element.tagName} ${element.textContent?.slice(0, 30)}` })
  }
  return found
}

function focused(): { mark: string; name: string; fault: string | null } | null {
  const element = document.activeElement as HTMLElement | null
  if (!element || element === document.body) return null
  element.dataset.mark ??= `unlisted ${Math.random()}`
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const inView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
  const at = document.elementFromPoint(
    Math.min(Math.max((left + right) / 2, 1), innerWidth - 1),
    Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1),
  )
  const covered = !at || !(element.contains(at) || at.contains(element) || at.closest('label'))
  const style = getComputedStyle(element)
  const ringed =
    (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
    style.boxShadow !== 'none' ||
    element.closest('[data-focus-ring]') !== null
  const fault = !inView ? 'out of view' : covered ? 'covered' : ringed ? null : 'no focus ring'
  return {
    mark: element.dataset.mark,
    name: `${element.tagName} ${element.textContent?.slice(0, 30)}`,
    fault,
  }
}
