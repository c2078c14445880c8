import { expect, test } from '@playwright/test'
import { openConsole } from './office.ts'

test('an administrator signs in and sees the day: figures, hours, shops', async ({ page }) => {
  await openConsole(page)
  await expect(page.getByText(/Sales value/)).toBeVisible()
  await page.getByRole('button', { name: /Coast Gas/ }).click()
  await page.getByRole('menuitemradio', { name: /Harbour City/ }).click()
  await expect(page.getByText('Baraka Stores').first()).toBeVisible()
  await page.getByRole('button', { name: /show as table/i }).click()
  await expect(page.getByRole('columnheader', { name: /hour/i })).toBeVisible()
})

test('a wrong password says the same as an unknown address', async ({ page }) => {
  await page.goto('/console/')
  for (const email of ['nyambura@harbourcity.example', 'nobody@harbourcity.example']) {
    await page.getByLabel(/e-mail/i).fill(email)
    await page
      .getByLabel(/password/i)
      .first()
      .fill('not the password of anybody')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(
      page.getByText(/e-mail address or the password is wrong|wrong/i).first(),
    ).toBeVisible()
  }
})

test('an auditor finds who did what: by deed, by person, by thing, and older ones', async ({
  page,
}) => {
  await openConsole(page)
  await page.getByRole('link', { name: 'Audit trail' }).click()
  const deeds = page.locator('tbody tr')
  await expect(deeds.filter({ hasText: 'session.open' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Show older' }).click()
  await expect.poll(() => deeds.count()).toBeGreaterThan(50)

  await page.getByLabel('Deed', { exact: true }).fill('meter.blocked')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/action=meter\.blocked/)
  await expect(deeds.first()).toContainText('meter.blocked')
  await expect(deeds.filter({ hasNotText: 'meter.blocked' })).toHaveCount(0)
  // Its thing leads to the whole history of that thing.
  await deeds.first().getByRole('link').last().click()
  await expect(page).toHaveURL(/objectKind=/)
  await expect(deeds.filter({ hasNotText: 'meter.blocked' }).first()).toBeVisible()

  await page.getByLabel('Deed', { exact: true }).fill('meter.paint')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('Nothing is written down here')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(deeds.first()).toBeVisible()
})

test('signing out ends the session for every tab', async ({ page, context }) => {
  await openConsole(page)
  const other = await context.newPage()
  await other.goto('/console/')
  await expect(other.getByText(/Sales value/)).toBeVisible()
  await page.getByRole('button', { name: /Nyambura/i }).click()
  await page.getByRole('menuitem', { name: /sign out/i }).click()
  await expect(page.getByLabel(/password/i).first()).toBeVisible()
  await other.reload()
  await expect(other.getByLabel(/password/i).first()).toBeVisible()
})
