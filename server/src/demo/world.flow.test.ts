import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { usePepper } from '../access/index.ts'
import { type Database, openDatabase, reading, useDatabase } from '../db/index.ts'
import { quote, verifyHub } from '../hub/index.ts'
import { openSoftwareModule, useSecurityModule } from '../keys/index.ts'
import { verifyLedger } from '../ledger/index.ts'
import { floatOf } from '../vendors/index.ts'
import { operatorId, terminalId, vendorId, vendors } from './cast.ts'
import { amina, households } from './households.ts'
import { demoTenant } from './ids.ts'
import { demoIsMissing, makeDemoWorld } from './index.ts'

const masterKey = Buffer.alloc(32, 7)
let db: Database
let seconds = 0

beforeAll(async () => {
  const access = await freshDatabase()
  db = openDatabase(access.server)
  useDatabase(db)
  usePepper(masterKey)
  useSecurityModule(
    openSoftwareModule({ id: 'software', masterKey, toleranceDays: 31, modelMeters: true }),
  )
  const began = performance.now()
  await makeDemoWorld({ masterKey, access })
  seconds = (performance.now() - began) / 1000
})
afterAll(() => db.close())

const read = <Row extends Record<string, unknown>>(sql: string) =>
  reading({ tenantId: demoTenant }, (on) => on.rows<Row>(sql, [demoTenant]))

test('it is made', async () => {
  console.log('seconds', seconds)
  const [{ sales } = { sales: 0n }] = await read<{ sales: bigint }>(
    'select count(*) as sales from hub.sale where tenant_id = $1',
  )
  console.log('sales', sales)
  expect(await demoIsMissing()).toBe(false)
})

test('books and sales are whole', async () => {
  const findings = await reading({ tenantId: demoTenant }, async (on) => [
    ...(await verifyLedger(on, demoTenant)).findings,
    ...(await verifyHub(on, demoTenant)),
  ])
  expect(findings).toEqual([])
})
