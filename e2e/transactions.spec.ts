import { expect, type Page, test } from '@playwright/test'
import { openConsole } from './office.ts'

/** With SALDO_LOOK=folder the screens are photographed on the way. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.SALDO_LOOK
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a clerk finds a sale, reads why it bought what it did, and shows its token again with a reason', async ({
  page,
}) => {
  await openConsole(page)
  await page.getByRole('button', { name: /Coast Gas/ }).click()
  await page.getByRole('menuitemradio', { name: /Harbour City/ }).click()
  await page.getByRole('link', { name: 'Transactions' }).click()
  await page.getByRole('button', { name: /^Time:/ }).click()
  await page.getByRole('menuitemradio', { name: 'Last 7 days' }).click()
  const rows = page.locator('tbody tr')
  await expect(rows.first()).toContainText('HC-')
  await look(page, 'list')

  // By the number on the receipt, at any time.
  const receipt = (await rows.nth(3).getByRole('link').first().textContent()) ?? ''
  await page.getByRole('searchbox').fill(receipt)
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(new RegExp(`find=.*${receipt}`))
  await page.getByRole('link', { name: receipt }).click()

  await expect(page.getByRole('heading', { name: receipt })).toBeVisible()
  await expect(page.getByText('Recomputed: the same')).toBeVisible()
  await expect(page.getByText(/^The customer paid/)).toBeVisible()
  await expect(page.getByText(/^Token that ends in \d{4}$/)).toBeAttached()
  await expect(page.getByText(/\d{4} \d{4} \d{4} \d{4}/)).toHaveCount(0)
  await look(page, 'sale')

  await page.getByRole('button', { name: 'Show the token' }).click()
  const dialog = page.getByRole('dialog')
  await look(page, 'reveal')
  await dialog.getByRole('button', { name: 'Show the token' }).click()
  await expect(dialog.getByText('Write something here.').first()).toBeVisible()
  await dialog.getByLabel(/Reason/).fill('Joseph lost the receipt and is at the counter')
  await dialog.getByRole('button', { name: 'Show the token' }).click()
  await expect(page.getByRole('img', { name: /^Token: / })).toBeVisible()
  await look(page, 'shown')

  await page.getByRole('tab', { name: 'History' }).click()
  const deeds = page.getByRole('listitem').filter({ hasText: 'Token revealed' })
  await expect(deeds).toHaveCount(1)
  await expect(deeds).toContainText('Joseph lost the receipt')
  await look(page, 'history')

  // Whoever comes back sees the mask again.
  await page.getByRole('tab', { name: 'Sale', exact: true }).click()
  await expect(page.getByText(/^Token that ends in \d{4}$/)).toBeAttached()
  await expect(page.getByRole('img', { name: /^Token: / })).toHaveCount(0)
})

test('a number that no sale has says so, and a filter is given up from where it stands', async ({
  page,
}) => {
  await openConsole(page)
  await page.goto('/console/transactions?find=Joseph')
  await expect(page.getByText('No sale has this number')).toBeVisible()
  await page.goto('/console/transactions?span=any&state=refused')
  await expect(page.getByText('No sale fits')).toBeVisible()
  await look(page, 'none')
  await page.goto('/console/transactions/019300aa-0000-7000-8000-000000000001')
  await expect(page.getByText('There is no such sale')).toBeVisible()
})
