import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contractText } from '../src/contract.ts'
import { root } from './house/repository.ts'

// What is written from the code is committed with the code. `db/schema.generated.ts` needs a database and is
// compared in server/src/db/schema.flow.test.ts.

const contract = join(root, 'contract/openapi.json')

test('contract/openapi.json is what the routes declare', async () => {
  const committed = existsSync(contract) ? readFileSync(contract, 'utf8') : ''
  const current = committed === (await contractText())
  expect(current, 'Run "npm run contract", look at the diff and commit it.').toBe(true)
})

test('the types of packages/api-client are those of the contract', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/openapi-typescript/bin/cli.js',
      contract,
      '--output',
      join(root, 'packages/api-client/schema.d.ts'),
      '--check',
    ],
    { cwd: join(root, 'tools/openapi'), encoding: 'utf8' },
  )
  expect(status, `Run "npm run contract" and commit what it writes.\n${stderr}`).toBe(0)
})
