import { expect, type Page } from '@playwright/test'

/** A screen of the console as somebody with every right comes to it. */
export interface Screen {
  readonly name: string
  /** Below `/console`. */
  readonly path: string
  /** What is there once the screen has what it shows; words of any language may stand around it. */
  readonly shown: string
  /** Steps from there to a state that is worth looking at too. */
  readonly after?: (page: Page) => Promise<void>
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
  { name: 'utilities', path: '/utilities', shown: 'main tbody tr' },
  { name: 'new utility', path: '/utilities/new', shown: 'main form' },
  { name: 'utility', path: '/utilities', shown: 'main tbody tr', after: openFirst },
  {
    name: 'branding',
    path: '/utilities',
    shown: 'main tbody tr',
    after: async (page) => {
      await openFirst(page)
      await page.goto(`${page.url().split('?')[0]}?tab=branding`)
      await expect(page.locator('main section[data-theme]').first()).toBeVisible()
    },
  },
  { name: 'transactions', path: '/transactions', shown: 'main tbody tr' },
  { name: 'transaction', path: '/transactions', shown: 'main tbody tr', after: openFirst },
  { name: 'meters', path: '/meters', shown: 'main tbody tr' },
  { name: 'meter', path: '/meters', shown: 'main tbody tr', after: openFirst },
  { name: 'customers', path: '/customers', shown: 'main tbody tr' },
  { name: 'customer', path: '/customers', shown: 'main tbody tr', after: openFirst },
  { name: 'imports', path: '/imports', shown: 'main h1' },
  { name: 'new import', path: '/imports/new', shown: 'main h1' },
  { name: 'jobs', path: '/jobs', shown: 'main h1' },
  { name: 'e-mails', path: '/mail', shown: 'main h1' },
  { name: 'account', path: '/account', shown: 'main h2' },
  { name: 'settings', path: '/settings', shown: 'main form' },
  { name: 'users', path: '/people', shown: 'main tbody tr' },
  { name: 'user', path: '/people', shown: 'main tbody tr', after: openFirst },
  { name: 'invite a user', path: '/people/new', shown: 'main form' },
  { name: 'roles', path: '/roles', shown: 'main tbody tr' },
  { name: 'role', path: '/roles', shown: 'main tbody tr', after: openFirst },
  { name: 'new role', path: '/roles/new', shown: 'main form' },
  { name: 'compare roles', path: '/roles/compare', shown: 'main select' },
  { name: 'approvals', path: '/approvals', shown: 'main [role=tab]' },
  { name: 'approval rules', path: '/approvals/rules', shown: 'main form' },
]

export { openFirst }
