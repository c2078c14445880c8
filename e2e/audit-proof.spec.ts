import { expect, type Page, test } from '@playwright/test'
import { openConsole } from './office.ts'

/** With SALDO_LOOK=folder the screens are photographed on the way. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.SALDO_LOOK
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('an auditor keeps the head of the trail, checks it, and takes the trail out signed', async ({
  page,
}) => {
  await openConsole(page)
  await page.getByRole('link', { name: 'Audit trail', exact: true }).click()
  const head = page.getByText(/^[0-9a-f]{64}$/).first()
  await expect(head).toBeVisible()
  await look(page, 'audit')

  await page.getByRole('button', { name: 'Check the trail' }).click()
  const kept = (await head.textContent()) ?? ''
  await page.getByLabel(/A head that was kept/).fill(kept)
  await page.getByRole('button', { name: 'Start the check' }).click()
  await expect(page).toHaveURL(/\/jobs\//)
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible()
  await look(page, 'audit-check')

  await page.getByRole('link', { name: 'Audit trail', exact: true }).click()
  await page.getByRole('button', { name: 'Export, signed' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/Reason/)
    .fill('Yearly audit')
  await page.getByRole('button', { name: 'Start the export' }).click()
  await expect(page).toHaveURL(/\/jobs\//)
  await expect(page.getByText('audit-trail.jsonl.sig')).toBeVisible()
  await look(page, 'audit-export')
})
