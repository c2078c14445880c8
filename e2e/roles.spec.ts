import { expect, type Locator, type Page, test } from '@playwright/test'
import { openScreen, SECOND_ADMINISTRATOR } from './office.ts'

// Two people at two browsers.
test.setTimeout(180_000)

const save = (page: Page) => page.getByRole('button', { name: 'Save the role' })
const right = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })

async function saveRule(page: Page, rule: Locator): Promise<void> {
  const saved = page.waitForResponse(
    (reply) => reply.url().includes('/approval-rules/') && reply.request().method() === 'PUT',
  )
  await rule.getByRole('button', { name: 'Save the rule' }).click()
  expect((await saved).status()).toBe(204)
}

test('an administrator makes a role with a limit, and a change of it waits for a second person', async ({
  page,
  browser,
}) => {
  const name = `Night desk ${Date.now()}`
  await openScreen(page, '/roles')
  await page.getByRole('link', { name: 'Copy Meter desk' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await right(page, 'Confirm a deposit against a bank reference').check()
  const limit = page.getByRole('textbox', { name: 'Up to (KES)' })
  await limit.fill('10000.005')
  await page.getByRole('button', { name: 'Make the role' }).click()
  // What the server refuses stands at its field.
  await expect(page.getByText('The currency has fewer decimals.').first()).toBeVisible()
  await limit.fill('10000.00')
  await page.getByRole('button', { name: 'Make the role' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(limit).toHaveValue('10000.00')
  const address = page.url()

  await page.getByRole('link', { name: 'Approvals' }).click()
  await page.getByRole('link', { name: 'Approval rules' }).click()
  const rule = page.locator('section.saldo-panel', {
    has: page.getByRole('heading', { name: 'Change a role' }),
  })
  await rule.getByRole('checkbox', { name: 'Needs a second person' }).check()
  await saveRule(page, rule)

  await page.goto(address)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await right(page, 'Block a meter for vending, and release it').uncheck()
  await page.getByLabel('Reason').fill('The night desk blocks no meters')
  await save(page).click()
  await expect(page.getByText('Sent for approval.')).toBeVisible()
  await page.getByRole('link', { name: 'See the request' }).click()
  await expect(page.getByText('Your request')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve and do it' })).toHaveCount(0)

  const other = await (await browser.newContext()).newPage()
  await openScreen(other, '/roles', SECOND_ADMINISTRATOR)
  await expect(other.getByText(/waits? for you/)).toBeAttached()
  await other.getByRole('link', { name: /^Approvals/ }).click()
  // The list of before may still be shown: it has links of this name too.
  await expect(other).toHaveURL(/\/approvals/)
  await expect(other.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible()
  await other.getByRole('link', { name }).click()
  await expect(other.getByText('The night desk blocks no meters')).toBeVisible()
  await expect(other.locator('del', { hasText: 'Block a meter' })).toBeVisible()
  // To reject takes a reason; to approve does not.
  await other.getByRole('button', { name: 'Reject' }).click()
  await expect(other.getByText('Say why you reject this.')).toBeVisible()
  await other.getByRole('button', { name: 'Approve and do it' }).click()
  await expect(other.getByText('This was approved and has been done.')).toBeVisible()

  await page.goto(address)
  await expect(right(page, 'Block a meter for vending, and release it')).not.toBeChecked()
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('Halima Said').first()).toBeVisible()

  // The demo is shared with other journeys: the rule goes again.
  await page.goto('/console/approvals/rules')
  await rule.getByRole('checkbox', { name: 'Needs a second person' }).uncheck()
  await saveRule(page, rule)
  await other.context().close()
})

test('an administrator invites a person with a role, and disables and enables them with a reason', async ({
  page,
}) => {
  const name = `Zawadi Otieno ${Date.now()}`
  await openScreen(page, '/people')
  await page.getByRole('link', { name: 'Invite a person' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByLabel('E-mail address').fill('no address')
  await page.getByRole('button', { name: 'Add a role' }).click()
  await page.getByLabel('Role', { exact: true }).selectOption('Auditor')
  await page.getByLabel('Reaches').selectOption('A utility')
  await page.getByRole('combobox', { name: 'A utility' }).fill('Coast')
  await page.getByRole('option', { name: 'Coast Gas' }).click()
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(page.getByText('This is no e-mail address.').first()).toBeVisible()
  await page.getByLabel('E-mail address').fill(`zawadi${Date.now()}@harbourcity.example`)
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toContainText('Invited')

  await page.getByRole('button', { name: 'Disable' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Never came')
  await dialog.getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toContainText('Disabled')
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('Never came').first()).toBeVisible()

  await page.getByRole('link', { name: 'All users' }).click()
  await page.getByRole('searchbox', { name: 'Name or e-mail address' }).fill(name)
  await expect(page.getByRole('link', { name })).toBeVisible()
  await expect(page.getByText('Auditor (Coast Gas)').first()).toBeVisible()
})
