import { expect, test } from '@playwright/test'
import { OidcProvider } from '../server/test/oidc-provider.ts'
import { ADMINISTRATOR, openScreen, SECOND_ADMINISTRATOR } from './office.ts'

test('a company sets up its directory, and somebody of its people signs in with it', async ({
  page,
  browser,
}) => {
  const directory = await new OidcProvider().open()
  await openScreen(page, '/settings', ADMINISTRATOR)
  const name = `harbour-${Date.now().toString(36)}`
  await page.getByLabel('Issuer').fill('http://directory.example')
  await page.getByLabel('Client id').fill(directory.clientId)
  await page.getByLabel('Client secret').fill(directory.clientSecret)
  await page.getByLabel('Names at the sign-in').fill(name)
  await page.getByRole('button', { name: 'Save the directory' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'No directory' })).toBeVisible()
  await page.getByLabel('Issuer').fill(directory.issuer)
  await page.getByRole('button', { name: 'Save the directory' }).click()
  await expect(page.getByText('Try it in another browser')).toBeVisible()
  await expect(page.getByLabel('Client secret')).toHaveValue('')

  const desk = await (await browser.newContext()).newPage()
  await desk.route(`${directory.issuer}/authorize*`, (route) => {
    const address = route.request().url()
    const brought = directory.visit(address, { email: SECOND_ADMINISTRATOR.email })
    const query = new URLSearchParams({ code: brought.code, state: brought.state })
    const back = JSON.stringify(`${brought.returnUrl}?${query}`)
    return route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><script>location.replace(${back})</script>`,
    })
  })
  await desk.goto('/console/audit')
  await desk.getByRole('button', { name: 'Sign in with your organisation' }).click()
  await desk.getByLabel('E-mail or short name').fill('nobody-has-this')
  await desk.getByRole('button', { name: 'Go there' }).click()
  await expect(desk.getByRole('alert')).toContainText('No organisation of this name')
  await desk.getByLabel('E-mail or short name').fill(name)
  await desk.getByRole('button', { name: 'Go there' }).click()
  // Where they wanted to go, and nothing left of what was brought.
  await expect(desk).toHaveURL(/\/console\/audit$/)
  await expect(desk.getByRole('heading', { name: 'Audit trail', level: 1 })).toBeVisible()

  await page.getByRole('button', { name: 'End the sign-in with the directory' }).click()
  await page.getByRole('button', { name: 'End the sign-in with the directory' }).click()
  await expect(page.getByLabel('Issuer')).toHaveValue('')
  await desk.context().close()
  await directory.close()
})
