import { expect, type Page } from '@playwright/test'

/** The demo's administrator: `npm start` prints the password. */
export const ADMINISTRATOR = {
  email: 'nyambura@harbourcity.example',
  password: 'mango lantern ferry 7',
}

export async function openConsole(page: Page): Promise<void> {
  await page.goto('/console/')
  await page.getByLabel(/e-mail/i).fill(ADMINISTRATOR.email)
  await page
    .getByLabel(/password/i)
    .first()
    .fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await expect(page.getByText(/Sales value/)).toBeVisible()
}
