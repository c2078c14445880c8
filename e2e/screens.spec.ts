import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { openConsole } from './office.ts'
import { JOSEPH, openTill, tokenOnScreen } from './till.ts'

const themes = ['light', 'dark'] as const
const desk = { width: 1366, height: 768 }
const phone = { width: 412, height: 915 }

/** With SALDO_SCREENS=folder the pictures of docs/screens are taken on the way. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SALDO_SCREENS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

// The policy of the pages lets no script in but their own; the checker is one.
test.use({ bypassCSP: true })

for (const theme of themes) {
  test.describe(`in the ${theme}`, () => {
    test.use({ colorScheme: theme })

    for (const [device, viewport] of [
      ['', desk],
      ['-phone', phone],
    ] as const) {
      test(`the till can be used by everybody${device && ' on a phone'}`, async ({ page }) => {
        await page.setViewportSize(viewport)
        await openTill(page)
        await expectAccessible(page)
        await page.keyboard.type(JOSEPH)
        await expect(page.getByText('Joseph Mwangi')).toBeVisible()
        await page.keyboard.press('Enter')
        await page.keyboard.type('500')
        await expect(page.getByText(/^Step/).first()).toBeVisible()
        await expectAccessible(page)
        await picture(page, `pos-sell${device}-${theme}`)
        await page.keyboard.press('F12')
        await tokenOnScreen(page)
        await expectAccessible(page)
        await picture(page, `pos-sold${device}-${theme}`)
      })
    }

    test('the overview can be used by everybody', async ({ page }) => {
      await page.setViewportSize({ width: 1440, height: 1080 })
      await openConsole(page)
      await page.getByRole('button', { name: /Coast Gas/ }).click()
      await page.getByRole('menuitemradio', { name: /Harbour City/ }).click()
      await expect(page.getByText('Baraka Stores').first()).toBeVisible()
      await expect(page.locator('svg text').first()).toBeVisible()
      await expectAccessible(page)
      await picture(page, `console-overview-${theme}`)
    })

    test('the audit trail can be used by everybody', async ({ page }) => {
      await page.setViewportSize({ width: 1440, height: 900 })
      await openConsole(page)
      await page.getByRole('link', { name: 'Audit trail' }).click()
      await page
        .getByRole('button', { name: /^Details of/ })
        .first()
        .click()
      await expect(page.getByText('From the address').first()).toBeVisible()
      await expectAccessible(page)
      await picture(page, `console-audit-${theme}`)
    })

    test('the keypad meter can be used by everybody', async ({ page }) => {
      await page.setViewportSize({ width: 1024, height: 900 })
      await page.goto(`/demo/meter/?meter=${JOSEPH}`)
      await expect(page.getByText(/kWh/).first()).toBeVisible()
      await expectAccessible(page)
      await picture(page, `keypad-meter-${theme}`)
    })
  })
}
