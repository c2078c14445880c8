import { expect, type Page } from '@playwright/test'

/** A screen of the console as somebody with every right comes to it. */
export interface Screen {
  readonly name: string
  /** Below `/console`. */
  readonly path: string
  /** What is there once the screen has what it shows; words of any language may stand around it. */
  readonly shown: string
  /** Steps from there to a state that is worth looking at too. */
  readonly then?: (page: Page) => Promise<void>
}

const FIRST_ROW = 'main tbody tr a'

/** From a list to the first thing in it. */
const openFirst = async (page: Page) => {
  const before = page.url()
  await page.locator(FIRST_ROW).first().click()
  await expect(page).not.toHaveURL(before)
  await expect(page.locator('main h1')).toBeVisible()
}

/** Every screen; a new one is listed here and is then tried in each theme, language, size and by keyboard. */
export const screens: readonly Screen[] = [
  { name: 'overview', path: '/', shown: 'main svg text' },
  { name: 'audit', path: '/audit', shown: 'main tbody tr' },
]

export { openFirst }
