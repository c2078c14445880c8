import { expect, test } from '@playwright/test'
import { openConsole } from './office.ts'

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><rect width="96" height="32" rx="6" fill="#c0263d"/><path d="M12 22V12M22 22V8M32 22V14" stroke="#fff" stroke-width="4"/></svg>`

test('an administrator registers a water utility of three decimals, brands it and sees what becomes of a pale colour', async ({
  page,
}) => {
  const name = `Valley Water ${test.info().workerIndex}${test.info().retry}`
  await openConsole(page)
  await page.getByRole('link', { name: 'Utilities', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Coast Gas' })).toBeVisible()
  await page.getByRole('link', { name: 'New utility' }).click()

  await page.getByLabel('Currency').fill('kwd')
  await expect(page.getByRole('combobox', { name: 'Decimals', exact: true })).toHaveValue('3')
  await page.getByLabel('Time zone').fill('Asia/Katmandoo')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByLabel('Short name').fill('Valley')
  await page.getByLabel('Receipt prefix').fill('KV')
  await page.getByRole('checkbox', { name: 'Electricity' }).uncheck()
  await page.getByRole('checkbox', { name: 'Water' }).check()
  await page.getByLabel('Decimals of Water').selectOption('3')
  await page.getByLabel('Amounts offered at the till').fill('5, 12.2505')
  await page.getByRole('checkbox', { name: 'Arabic' }).check()
  await page.getByRole('button', { name: 'Register the utility' }).click()

  // What the server refuses leads to its field.
  await page.getByRole('button', { name: 'Amounts offered at the till' }).click()
  await expect(page.getByLabel('Amounts offered at the till')).toBeFocused()
  await page.getByLabel('Amounts offered at the till').fill('5, 12.250')
  await page.getByLabel('Time zone').fill('Asia/Kathmandu')
  await page.getByRole('button', { name: 'Register the utility' }).click()

  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(page.getByText('KWD, 3 decimals')).toBeVisible()
  await expect(page.getByText('Asia/Kathmandu')).toBeVisible()
  await page.getByLabel('Support phone').fill('16600')
  await page.getByRole('button', { name: 'Save the details' }).click()
  await expect(page.getByText(/^Saved/)).toBeVisible()

  await page.getByRole('tab', { name: 'Branding' }).click()
  await page.getByLabel('Brand colour', { exact: true }).fill('#c0263d')
  await expect(page.getByText(/can be read as it is/)).toBeVisible()
  await page.getByLabel('Brand colour', { exact: true }).fill('#ffd400')
  await expect(page.getByText(/could not be read/)).toBeVisible()
  await page.getByRole('button', { name: 'Save the colours' }).click()
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await page.getByLabel('Logo on light', { exact: true }).setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(LOGO),
  })
  await expect(page.getByRole('img', { name: 'Logo on light' })).toBeVisible()
  await page.getByLabel('Logo on dark', { exact: true }).setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(LOGO.replace('<path', '<script>alert(1)</script><path')),
  })
  await expect(page.getByRole('alert').getByText(/cannot be a logo/)).toBeVisible()

  await page.getByRole('tab', { name: 'Holidays' }).click()
  await page.getByRole('button', { name: 'Add a holiday' }).click()
  await page.getByLabel('Day of holiday 1').fill('2026-11-08')
  await page.getByLabel('Name of holiday 1').fill('Tihar')
  await page.getByRole('button', { name: 'Save the holidays' }).click()
  await expect(page.getByText(/^Saved/)).toBeVisible()

  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('#ffd400').first()).toBeVisible()
  await expect(page.getByText('Nyambura Wanjiru').first()).toBeVisible()
})
