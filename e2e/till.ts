import { expect, type Page } from '@playwright/test'

/** The demo's people: `npm start` prints them. */
export const CASHIER = { name: 'Asha Juma', pin: '2580' }
export const AMINA = '07012345679'
export const JOSEPH = '07102718280'

/** Enrols this browser as a demo terminal and signs the cashier in. */
export async function openTill(page: Page): Promise<void> {
  await page.goto('/pos/')
  await page.getByRole('button', { name: /demo terminal/i }).click()
  await page.getByRole('button', { name: CASHIER.name }).click()
  await page.keyboard.type(CASHIER.pin)
  await page.keyboard.press('Enter')
  await expect(page.getByText('1. Customer')).toBeVisible()
}

/** The 20 digits on the result screen. */
export async function tokenOnScreen(page: Page): Promise<string> {
  const token = page.locator('.pos-token').first()
  await expect(token).toBeVisible()
  const digits = ((await token.textContent()) ?? '').match(/(\d{4}\s*){5}/)?.[0].replace(/\s/g, '')
  expect(digits).toMatch(/^\d{20}$/)
  return digits ?? ''
}

/** Sells an amount for a meter by keyboard; returns the token. */
export async function sell(page: Page, meter: string, amount: string): Promise<string> {
  await page.keyboard.type(meter)
  await expect(page.locator('.saldo-panel').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type(amount)
  await expect(page.getByText(/Units on token/)).toBeVisible()
  await page.keyboard.press('F12')
  return tokenOnScreen(page)
}
