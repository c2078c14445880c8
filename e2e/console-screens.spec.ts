import {
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test,
} from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { screens } from './console-screens.ts'
import { expectKeyboardReaches } from './keyboard.ts'
import { openConsole } from './office.ts'

type Form = { name: string; language?: string; options?: BrowserContextOptions; keyboard?: true }

const wide = { width: 1440, height: 900 }
const english: Form = { name: 'English, light', options: { viewport: wide } }
/** `npm run test:screens` looks at every screen in all of these, `npm test` in the first alone. */
const forms: Form[] = process.env.SALDO_ALL_FORMS
  ? [
      english,
      { name: 'English, dark', options: { viewport: wide, colorScheme: 'dark' } },
      { name: 'Arabic, light', language: 'ar', options: { viewport: wide } },
      { name: 'Arabic, dark', language: 'ar', options: { viewport: wide, colorScheme: 'dark' } },
      {
        name: 'at 200 %',
        options: { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
      },
      { name: '320 px wide', options: { viewport: { width: 320, height: 640 } } },
      {
        name: 'Arabic, 320 px wide',
        language: 'ar',
        options: { viewport: { width: 320, height: 640 } },
      },
      { name: 'by keyboard', options: { viewport: wide }, keyboard: true },
    ]
  : [english]

let signedIn: BrowserContextOptions['storageState']

test.beforeAll(async ({ browser }) => {
  const page = await browser.newPage()
  await openConsole(page)
  signedIn = await page.context().storageState()
  await page.close()
})

for (const form of forms) {
  test.describe(form.name, () => {
    let context: BrowserContext

    test.beforeAll(async ({ browser, baseURL }) => {
      context = await browser.newContext({
        ...form.options,
        ...(baseURL && { baseURL }),
        ...(signedIn && { storageState: signedIn }),
        locale: 'en-GB',
        timezoneId: 'Africa/Nairobi',
        // The policy of the pages lets no script in but their own; the checker is one.
        bypassCSP: true,
      })
      await context.addInitScript(
        (language) => localStorage.setItem('saldo.language', language),
        form.language ?? 'en',
      )
    })
    test.afterAll(() => context.close())

    for (const screen of screens) {
      test(`the screen ${screen.name} can be used by everybody`, async () => {
        const page = await context.newPage()
        const faults = faultsOf(page)
        await page.goto(`/console${screen.path}`)
        await expect(page.locator(screen.shown).first()).toBeVisible()
        await screen.after?.(page)
        await expectAccessible(page)
        if (form.keyboard) await expectKeyboardReaches(page)
        expect(faults).toEqual([])
        const folder = process.env.SALDO_SCREENS
        const name = `${screen.name}-${form.name.replace(/\W+/g, '-')}`
        if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
        await page.close()
      })
    }
  })
}

/** What the browser complained about: an error on the console, or a script that threw. */
function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}
