import { expect, test } from '@playwright/test'
import { JOSEPH, openTill, tokenOnScreen } from './till.ts'

test('an answer lost after the commit is asked for until the same token is printed', async ({
  page,
}) => {
  await openTill(page)
  let sold: { tokens: { digits: string }[] } | undefined
  // The server sells; its answer never reaches the till, and for a while nothing else does.
  await page.route('**/api/pos/sales', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    sold ??= await answer.json()
    await route.abort('connectionreset')
  })
  await page.route('**/api/pos/sales/by-key/*', (route) => route.abort('internetdisconnected'))

  await page.keyboard.type(JOSEPH)
  await expect(page.getByText('Joseph Mwangi')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('200')
  await expect(page.getByText(/Units on token/)).toBeVisible()
  await page.keyboard.press('F12')
  await expect(page.getByText(/checking/i).first()).toBeVisible()
  await expect(page.locator('.pos-token')).toHaveCount(0)

  await page.unroute('**/api/pos/sales/by-key/*')
  await page.unroute('**/api/pos/sales')
  const digits = await tokenOnScreen(page)
  expect(digits).toBe(sold?.tokens[0]?.digits)
})

test('a till that is loaded again while it checks still prints the token', async ({ page }) => {
  await openTill(page)
  let sold: { tokens: { digits: string }[] } | undefined
  await page.route('**/api/pos/sales', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    sold ??= await answer.json()
    await route.abort('connectionreset')
  })
  await page.route('**/api/pos/sales/by-key/*', (route) => route.abort('internetdisconnected'))
  await page.keyboard.type(JOSEPH)
  await expect(page.getByText('Joseph Mwangi')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('300')
  await expect(page.getByText(/Units on token/)).toBeVisible()
  await page.keyboard.press('F12')
  await expect(page.getByText(/checking/i).first()).toBeVisible()
  expect(sold).toBeDefined()

  await page.unroute('**/api/pos/sales/by-key/*')
  await page.unroute('**/api/pos/sales')
  await page.reload()
  expect(await tokenOnScreen(page)).toBe(sold?.tokens[0]?.digits)
})
