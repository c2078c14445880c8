import { expect, type Page, test } from '@playwright/test'
import { openConsole } from './office.ts'

/** The demo's operator of the platform: `npm start` prints the password. */
const OPERATOR = { email: 'olga@platform.example', password: 'quartz ladder pigeon 3' }

async function openPlatform(page: Page): Promise<void> {
  await page.goto('/console/')
  await page.getByLabel(/e-mail/i).fill(OPERATOR.email)
  await page
    .getByLabel(/password/i)
    .first()
    .fill(OPERATOR.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Platform', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Platform' })).toBeVisible()
}

test('an operator asks a company for leave, looks into it with a banner above, and is out when the company says so', async ({
  browser,
}) => {
  const reason = `Receipts look wrong ${Date.now()}`
  const [operator, administrator] = [
    await (await browser.newContext()).newPage(),
    await (await browser.newContext()).newPage(),
  ]
  await openPlatform(operator)
  await operator.getByRole('link', { name: 'Harbour City Utilities' }).click()
  await operator.getByLabel('Reason').first().fill(reason)
  await operator.getByRole('button', { name: 'Ask for leave' }).click()
  await expect(operator.getByRole('row', { name: reason })).toContainText('Waits for an answer')

  await openConsole(administrator)
  await administrator.getByRole('link', { name: 'Settings' }).click()
  const asked = administrator.getByRole('row', { name: reason })
  await asked.getByRole('button', { name: 'Give leave' }).click()
  await expect(asked).toContainText('Given')

  await operator.reload()
  const given = operator.getByRole('row', { name: reason })
  await given.getByRole('button', { name: 'Look into it' }).click()
  const banner = operator.getByRole('region', { name: 'Visit' })
  await expect(banner).toContainText(reason)
  await operator.getByRole('link', { name: 'Utilities', exact: true }).click()
  await expect(operator.getByRole('link', { name: 'Coast Gas' })).toBeVisible()
  await expect(operator.getByRole('link', { name: 'New utility' })).toHaveCount(0)

  await asked.getByRole('button', { name: 'Take back' }).click()
  await expect(asked).toContainText('Taken back')
  await operator.reload()
  await expect(banner).toHaveCount(0)
  await expect(operator.getByRole('link', { name: 'Coast Gas' })).toHaveCount(0)

  await administrator.getByRole('link', { name: 'Audit trail' }).click()
  await expect(administrator.getByText('Olga Lindqvist (platform)').first()).toBeVisible()
})
