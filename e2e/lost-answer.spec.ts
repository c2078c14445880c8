import { expect, type Page, test } from '@playwright/test'
import { JOSEPH, openTill, tokenOnScreen } from './till.ts'

type Answer = { tokens: { digits: string }[] }

test('an answer lost after the commit is asked for until the same token is printed', async ({
  page,
}) => {
  await openTill(page)
  const network = await loseAnswers(page)
  await press(page, '200')
  await expect(page.locator('.pos-token')).toHaveCount(0)

  await network.heal()
  expect(await tokenOnScreen(page)).toBe(network.sold()?.tokens[0]?.digits)
})

test('a till that is loaded again while it checks still prints the token', async ({ page }) => {
  await openTill(page)
  const network = await loseAnswers(page)
  await press(page, '300')
  expect(network.sold()).toBeDefined()

  await network.heal()
  await page.reload()
  expect(await tokenOnScreen(page)).toBe(network.sold()?.tokens[0]?.digits)
})

/** The server sells; its answer never reaches the till, and until `heal` nothing that asks for it does. */
async function loseAnswers(page: Page) {
  let sold: Answer | undefined
  await page.route('**/api/pos/sales', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    sold ??= await answer.json()
    await route.abort('connectionreset')
  })
  await page.route('**/api/pos/sales/by-key/*', (route) => route.abort('internetdisconnected'))
  return {
    sold: () => sold,
    heal: async () => {
      await page.unroute('**/api/pos/sales/by-key/*')
      await page.unroute('**/api/pos/sales')
    },
  }
}

/** Sells by keyboard, and sees that the till checks instead of saying that it failed. */
async function press(page: Page, amount: string): Promise<void> {
  await page.keyboard.type(JOSEPH)
  await expect(page.getByText('Joseph Mwangi')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type(amount)
  await expect(page.getByText(/Units on token/)).toBeVisible()
  await page.keyboard.press('F12')
  await expect(page.getByText(/checking/i).first()).toBeVisible()
}
