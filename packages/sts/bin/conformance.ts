/**
 * Runs vector files: `npm run sts:conformance -- FILE…`. Prints each failure, then `N passed, N failed`;
 * exits with 1 when something failed or nothing was run.
 */
import { readFileSync } from 'node:fs'
import { differencesOf, vectorsIn } from './conformance/check.ts'

const files = process.argv.slice(2)
let passed = 0
let failed = 0

if (files.length === 0) console.error('Name at least one vector file.')
for (const file of files) runFile(file)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function runFile(file: string): void {
  try {
    for (const vector of vectorsIn(JSON.parse(readFileSync(file, 'utf8')))) {
      const lines = differencesOf(vector)
      if (lines.length === 0) passed++
      else {
        failed++
        console.log(`FAILED ${vector?.id ?? '?'} ${vector?.kind ?? ''}: ${vector?.title ?? ''}`)
        for (const line of lines) console.log(`  ${line}`)
      }
    }
  } catch (error) {
    failed++
    console.log(`FAILED ${file}`)
    console.log(`  ${error instanceof Error ? error.message : String(error)}`)
  }
}
