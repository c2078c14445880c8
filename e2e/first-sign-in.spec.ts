import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { codeOf, nextCode } from './authenticator.ts'
import { linkFromLetter } from './mail-catcher.ts'
import { ADMINISTRATOR } from './office.ts'

// Browsers know passkeys only by https and at "localhost".
const url = (process.env.SALDO_E2E_URL ?? 'http://127.0.0.1:18080').replace(
  '127.0.0.1',
  'localhost',
)
// The policy of the pages lets no script in but their own; the checker of accessibility is one.
test.use({ baseURL: url, bypassCSP: true })

// Letters travel, and each password is hashed slowly on purpose.
test.setTimeout(240_000)

const PASSWORD = 'copper willow nineteen bicycle'

/** With SALDO_SIGN_IN_SCREENS=folder pictures are taken on the way. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SALDO_SIGN_IN_SCREENS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

/** The administrator, as a program of theirs would act. */
async function administrator(request: APIRequestContext) {
  const reply = await request.post('/api/console/sessions', { data: ADMINISTRATOR })
  expect(reply.status()).toBe(201)
  const { csrfToken } = await reply.json()
  const headers = () => ({
    'saldo-csrf': csrfToken,
    'idempotency-key': `first-sign-in-${Math.random().toString(36).slice(2)}`,
  })
  return {
    invite: async (name: string, email: string) => {
      const roles = await (await request.get('/api/console/roles')).json()
      const { id } = roles.data.find((role: { name: string }) => role.name === 'Finance')
      const invited = await request.post('/api/console/people', {
        headers: headers(),
        data: { name, email, roles: [{ roleId: id, reach: 'tenant' }] },
      })
      expect(invited.status()).toBe(201)
    },
    askForSecondFactor: async (secondFactor: 'everybody' | 'optional') => {
      const changed = await request.patch('/api/console/tenant/settings', {
        headers: headers(),
        data: { secondFactor },
      })
      expect(changed.ok()).toBe(true)
    },
  }
}

/** From the letter to the first password. */
async function accept(page: Page, name: string, email: string): Promise<void> {
  await page.goto(await linkFromLetter(email))
  await expect(page.getByRole('heading', { name: `Welcome, ${name}` })).toBeVisible()
  // The secret part has left the address.
  expect(page.url()).not.toContain('#')
  await expectAccessible(page)
  await picture(page, 'choose-password')
  const password = page.getByLabel('New password', { exact: true })
  await password.fill('too short')
  await page.getByRole('button', { name: 'Choose this password' }).click()
  await expect(page.getByText('This is too short. Add another word or two.')).toBeVisible()
  await picture(page, 'choose-password-refused')
  await password.fill(PASSWORD)
  await page.getByRole('button', { name: 'Choose this password' }).click()
  await expect(page.getByText('Your password is set.')).toBeVisible()
  await expect(page.getByLabel('E-mail')).toHaveValue(email)
  await picture(page, 'sign-in-chosen')
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** The navigation is there for whoever is signed in, before any figure is. */
const expectInside = (page: Page) =>
  expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()

const leave = async (page: Page, name: string) => {
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

test('an invited person chooses a password, sets up an authenticator app and signs in with it', async ({
  page,
  request,
}) => {
  const boss = await administrator(request)
  const [name, email] = ['Neema Kiptoo', `neema${Date.now()}@harbourcity.example`]
  await boss.invite(name, email)
  await accept(page, name, email)

  await boss.askForSecondFactor('everybody')
  try {
    await signIn(page)
    await expect(page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible()
  } finally {
    await boss.askForSecondFactor('optional')
  }
  await expectAccessible(page)
  await picture(page, 'enrolment')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await expect(
    page.getByRole('img', { name: 'Square code for the authenticator app' }),
  ).toBeVisible()
  const key = await page.locator('code').innerText()
  await expectAccessible(page)
  await picture(page, 'authenticator')
  const first = codeOf(key)
  await page.getByLabel('Code', { exact: true }).fill(first)
  await page.getByRole('button', { name: 'Finish the set-up' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).locator('li')
  await expect(codes).toHaveCount(10)
  const recovery = await codes.first().innerText()
  await expectAccessible(page)
  await picture(page, 'recovery-codes')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expectInside(page)

  // From now on the password is only the first step.
  await leave(page, name)
  await page.getByLabel('E-mail').fill(email)
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Second factor' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Code', { exact: true }).fill(first)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('This code is wrong or was used already.')).toBeVisible()
  await picture(page, 'code-wrong')
  await page.getByLabel('Code', { exact: true }).fill(await nextCode(key, first))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectInside(page)

  // Without the telephone a recovery code lets in, once.
  await leave(page, name)
  await page.getByLabel('E-mail').fill(email)
  await signIn(page)
  await page.getByRole('button', { name: 'I have lost my device' }).click()
  await page.getByLabel('Recovery code').fill(recovery)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectInside(page)
})

test('an invited person makes a passkey and signs in with it alone, and as the second factor', async ({
  page,
  request,
}) => {
  const boss = await administrator(request)
  const [name, email] = ['Otieno Were', `otieno${Date.now()}@harbourcity.example`]
  await boss.invite(name, email)
  await plugInDevice(page)
  await accept(page, name, email)
  await signIn(page)
  await expectInside(page)

  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('menuitem', { name: 'Your access' }).click()
  await expect(page.getByRole('heading', { name: 'Your access' })).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the device').fill('Telephone of Otieno')
  await picture(page, 'passkey-name')
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('Telephone of Otieno')).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'account-passkey')

  await leave(page, name)
  await picture(page, 'sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expectInside(page)

  await leave(page, name)
  await page.getByLabel('E-mail').fill(email)
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Second factor' })).toBeVisible()
  await picture(page, 'factor-passkey')
  await page.getByRole('button', { name: 'Use the passkey' }).click()
  await expectInside(page)
})

test('a risky step asks once more who is there, and then goes on by itself', async ({ page }) => {
  await page.goto('/console/sign-in')
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email)
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectInside(page)
  await page.goto('/console/account')
  // As after ten minutes: the server asks once, whatever the clock says.
  const keys: (string | undefined)[] = []
  await page.route('**/api/console/account/authenticator', async (route) => {
    keys.push(route.request().headers()['saldo-csrf'])
    if (keys.length > 1) return route.continue()
    await route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'urn:saldo:problem:session.step_up_required',
        title: 'Confirm once more who you are, then send the same request again.',
        status: 403,
        code: 'session.step_up_required',
        traceId: '0'.repeat(32),
      }),
    })
  })
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'step-up')
  await dialog.getByLabel('Password', { exact: true }).fill('not my password')
  await dialog.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(dialog.getByText('The password is wrong.')).toBeVisible()
  await dialog.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password)
  await dialog.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(
    page.getByRole('img', { name: 'Square code for the authenticator app' }),
  ).toBeVisible()
  expect(keys).toHaveLength(2)
})

test('who forgot the password asks for a letter, and a used link says what to do', async ({
  page,
  request,
}) => {
  const boss = await administrator(request)
  const [name, email] = ['Juma Kariuki', `juma${Date.now()}@harbourcity.example`]
  await boss.invite(name, email)
  await accept(page, name, email)
  await page.goto('/console/forgot')
  await expectAccessible(page)
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Send the letter' }).click()
  await expect(page.getByText(/a letter is on its way/)).toBeVisible()
  await picture(page, 'forgot-sent')
  const link = await linkFromLetter(email, 2)
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill('another willow nineteen bicycle')
  await page.getByRole('button', { name: 'Choose this password' }).click()
  await expect(page.getByText('Your password is set.')).toBeVisible()
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByText('This link does not work any more.')).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'link-used')
})

test('an address from elsewhere does not lead out of the console after signing in', async ({
  page,
}) => {
  await page.goto(`/console/sign-in?next=${encodeURIComponent('"//evil.example"')}`)
  await page.getByLabel('E-mail').fill(ADMINISTRATOR.email)
  await page.getByLabel('Password', { exact: true }).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expectInside(page)
  expect(new URL(page.url()).origin).toBe(url)
})

/** A device that recognises its owner, as the browser's own tools simulate one. */
async function plugInDevice(page: Page): Promise<void> {
  const tools = await page.context().newCDPSession(page)
  await tools.send('WebAuthn.enable')
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}
