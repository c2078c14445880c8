import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checksumsFile, nameOf, sha256 } from './checksums.ts'
import { filesBelow, root } from './repository.ts'

// Adds the migrations that are new. One that changed after it was merged keeps its old checksum, and the
// check keeps saying so; before the first release `--all` writes all anew.
const path = join(root, checksumsFile)
const known: Record<string, string> = process.argv.includes('--all')
  ? {}
  : JSON.parse(readFileSync(path, 'utf8'))
for (const file of filesBelow('server/migrations', '.sql'))
  known[nameOf(file)] ??= sha256(file.text)
const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`)
