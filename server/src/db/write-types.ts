import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessBySocket } from './access.ts'
import { startEmbedded } from './embedded/server.ts'
import { schemaFile, schemaTypes } from './generate-types.ts'
import { migrate } from './migrate.ts'

/** `npx tsx server/src/db/write-types.ts`: migrates a database of its own and writes the types from it. */
const state = mkdtempSync(join(tmpdir(), 'saldo-types-'))
const server = await startEmbedded({ state })
try {
  const access = accessBySocket(server.host, server.port, 'postgres')
  await migrate(access)
  writeFileSync(schemaFile, await schemaTypes(access.privileged))
  console.log(`Written: ${schemaFile.pathname}`)
} finally {
  await server.stop()
  rmSync(state, { recursive: true, force: true })
}
