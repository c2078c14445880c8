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
    await page.getByRole('button', { name: /sign in/i }).click()
    await expect(
      page.getByText(/e-mail address or the password is wrong|wrong/i).first(),
    ).toBeVisible()
  }
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
