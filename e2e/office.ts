import { expect, type Page } from '@playwright/test'

/** The demo's administrator: `npm start` prints the password. */
export const ADMINISTRATOR = {
  email: 'nyambura@harbourcity.example',
  password: 'mango lantern ferry 7',
}

/** Whoever approves what the first one asks for. */
export const SECOND_ADMINISTRATOR = {
  email: 'halima@harbourcity.example',
  password: 'copper window tide 5',
}

export async function openConsole(page: Page, who = ADMINISTRATOR): Promise<void> {
  await openScreen(page, '/', who)
  await expect(page.getByText(/Sales value/)).toBeVisible()
}

/** Signs in on the way to one screen: a path below `/console`. */
export async function openScreen(page: Page, path: string, who = ADMINISTRATOR): Promise<void> {
  await page.goto(`/console${path}`)
  await page.getByLabel(/e-mail/i).fill(who.email)
  await page
    .getByLabel(/password/i)
    .first()
    .fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  // Inside the shell: for a moment the sign-in may still stand beside what is loading.
  await expect(page.locator('#content h1').first()).toBeVisible()
}
