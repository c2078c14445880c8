import { readFileSync, writeFileSync } from 'node:fs'
import { settingsTable } from '../server/src/kernel/settings.ts'

/** `npx tsx scripts/write-configuration.ts`: puts the table of settings into its page. */
const page = new URL('../docs/operate/configuration.md', import.meta.url)
const text = readFileSync(page, 'utf8')
writeFileSync(page, text.replace(/^\| setting \|[\s\S]*?\n(?!\|)/m, settingsTable()))
