import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './office.ts'

const AMINA = '07012345679'
const search = (page: Page) =>
  page.getByRole('combobox', { name: 'Meter, receipt, token, customer or phone' })
const found = (page: Page) => page.getByRole('option')

// The policy of the pages lets no script in but their own; the checker is one.
test.use({ bypassCSP: true })

test('whoever is told a number finds the meter, its customer and a sale, by keyboard alone', async ({
  page,
}) => {
  await openConsole(page)
  await page.keyboard.press('/')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('0701 2345 679')
  await expect(found(page).first()).toContainText('Amina Otieno')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/console/meters/${AMINA}`))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('0701')
  const receipt = await page.locator('main tbody tr a', { hasText: 'HC-' }).last().innerText()

  await page.keyboard.press('Control+k')
  await page.keyboard.type(receipt.toLowerCase())
  await expect(found(page).first()).toContainText(receipt)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(receipt)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('otieno am')
  await expect(found(page).first()).toContainText('Amina Otieno')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/console\/customers\//)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Amina Otieno')
})

test('a mistyped meter number is told apart from one that nobody has', async ({ page }) => {
  await openConsole(page)
  await search(page).fill('07012345678')
  await expect(page.getByText(/The check digit is wrong/)).toBeVisible()
  await search(page).fill('nobody is called so')
  await expect(page.getByText('Nothing that you may see fits this.')).toBeVisible()
})

test('hostile text is only text, and a token stands in no address', async ({ page }) => {
  const asked: string[] = []
  let dialogs = 0
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => {
    dialogs += 1
    void dialog.dismiss()
  })
  await openConsole(page)
  const hostile = [
    '<img src=x onerror=alert(1)>',
    "'; drop table meters.meter; --",
    '%%%___',
    `${'x'.repeat(10_240)}`,
  ]
  for (const text of hostile) {
    await search(page).fill(text)
    await expect(page.getByText('Nothing that you may see fits this.')).toBeVisible()
    await page.keyboard.press('Escape')
  }
  await search(page).fill('1234 5678 9012 3456 7890')
  await expect(page.getByText('No sale that you may see made this token.')).toBeVisible()
  expect(asked.filter((url) => /5678/.test(decodeURIComponent(url)))).toEqual([])
  expect(page.url()).not.toContain('5678')
  expect(dialogs).toBe(0)
})

test('a list is walked by keys and read from its end', async ({ page }) => {
  await openConsole(page)
  await page.getByRole('link', { name: 'Meters', exact: true }).click()
  const rows = page.locator('main tbody tr')
  await expect(rows).toHaveCount(25)
  await rows.first().getByRole('link').focus()
  await page.keyboard.press('j')
  await expect(rows.nth(1).getByRole('link')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(rows.first().getByRole('link')).toBeFocused()

  const first = await rows.first().innerText()
  await page.getByRole('button', { name: 'Last page' }).click()
  await expect(page).toHaveURL(/before=end/)
  await expect(rows.first()).not.toHaveText(first)
  await page.getByRole('button', { name: 'Previous page' }).click()
  await expect(page).toHaveURL(/before=(?!end)/)
  await page.getByRole('button', { name: 'First page' }).click()
  await expect(rows.first()).toHaveText(first, { useInnerText: true })
})
