import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingsTable } from '../src/kernel/settings.ts'
import { root } from './house/repository.ts'

test('the page about the configuration lists every setting as it is', () => {
  expect(
    readFileSync(join(root, 'docs/operate/configuration.md'), 'utf8'),
    'Run "npx tsx scripts/write-configuration.ts" and commit the page.',
  ).toContain(settingsTable())
})
