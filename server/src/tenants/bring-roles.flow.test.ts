import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { systemActor } from '../access/index.ts'
import { searchAudit } from '../audit/index.ts'
import { type Database, openDatabase, reading, transaction, useDatabase } from '../db/index.ts'
import { makePartitions } from '../jobs/index.ts'
import { bringRolesUpToDate, createTenant } from './index.ts'

let db: Database
beforeAll(async () => {
  db = openDatabase((await freshDatabase()).server)
  useDatabase(db)
  await makePartitions()
})
afterAll(() => db.close())

test('a right that came with an upgrade is the administrators’ after the next start, and written down once', async () => {
  const [before, fresh] = [
    await createTenant({ name: 'Before' }),
    await createTenant({ name: 'New' }),
  ]
  await transaction(systemActor(before), (tx) =>
    tx.execute(
      `update access.role set permissions = '{overview.read}' where tenant_id = $1 and shipped`,
      [before],
    ),
  )
  expect(await bringRolesUpToDate()).toBe(1)
  const [role] = await reading({ tenantId: before }, (read) =>
    read.rows<{ permissions: string[] }>(
      `select permissions from access.role where tenant_id = $1 and name = 'Tenant administrator'`,
      [before],
    ),
  )
  expect(role?.permissions).toContain('role.write')
  expect(await bringRolesUpToDate()).toBe(0)
  for (const [tenant, times] of [
    [before, 1],
    [fresh, 0],
  ] as const) {
    const { events } = await reading({ tenantId: tenant }, (read) =>
      searchAudit(read, tenant, { action: 'role.ship' }, { limit: 9 }),
    )
    expect(events).toHaveLength(times)
  }
})
