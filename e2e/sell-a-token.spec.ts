import { expect, test } from '@playwright/test'
import { AMINA, JOSEPH, openTill, sell, tokenOnScreen } from './till.ts'

test('a cashier sells a token and the meter at home takes it once', async ({ page }) => {
  await openTill(page)
  await page.keyboard.type(AMINA)
  await expect(page.getByText('Amina Otieno')).toBeVisible()
  await expect(page.getByText(/25% of each purchase/)).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('500')
  await expect(page.getByText('14.6 kWh').first()).toBeVisible()
  await page.keyboard.press('F12')
  const digits = await tokenOnScreen(page)
  await expect(page.getByText('Sold.')).toBeVisible()
  await expect(page.getByText('HARBOUR CITY POWER & WATER')).toBeVisible()

  await page.goto(`/demo/meter/?meter=${AMINA}`)
  const entry = page.getByRole('textbox', { name: /token/i })
  await entry.fill(digits)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/accept/i).first()).toBeVisible()
  await expect(page.getByText(/14\.6/).first()).toBeVisible()
  await entry.fill(digits)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/UsedError/).first()).toBeVisible()
})

test('a wrong digit is named while it is typed', async ({ page }) => {
  await openTill(page)
  await page.keyboard.type('07012345678')
  await expect(page.getByText(/check digit/i).first()).toBeVisible()
})

test('the last receipt is printed again as a copy, with the same token', async ({ page }) => {
  await openTill(page)
  const digits = await sell(page, JOSEPH, '100')
  await page.keyboard.press('F4')
  await expect(page.getByText('COPY 1', { exact: true })).toBeVisible()
  expect(await tokenOnScreen(page)).toBe(digits)
})
