import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { schemaFile, schemaTypes } from './generate-types.ts'

test('the types of the tables are those of the migrated database', async () => {
  const { privileged } = await freshDatabase()
  expect(
    await schemaTypes(privileged),
    'Run "npx tsx server/src/db/write-types.ts" and commit schema.generated.ts.',
  ).toBe(readFileSync(schemaFile, 'utf8'))
})
