import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { systemActor } from '../../src/access/index.ts'
import { openModules } from '../../src/app.ts'
import { openDatabase, reading, useDatabase } from '../../src/db/index.ts'
import { verifyHub } from '../../src/hub/index.ts'
import { readConfig } from '../../src/kernel/config.ts'
import { verifyLedger } from '../../src/ledger/index.ts'
import { floatOf } from '../../src/vendors/index.ts'
import { masterKey } from '../town/town.ts'
import type { Acknowledged } from './client.ts'
import type { Installation } from './installation.ts'

export interface Verdict {
  readonly promise: string
  /** What breaks the promise; empty when it holds. */
  readonly faults: readonly string[]
}

/** What must hold after every fault (RELIABILITY.md 3), asked of the books while the program still runs. */
export async function check(
  { town, access }: Installation,
  journals: readonly string[],
): Promise<Verdict[]> {
  const database = openDatabase(access.server)
  useDatabase(database)
  openModules({ config: readConfig({ SALDO_MODE: 'demo', SALDO_LOG_LEVEL: 'fatal' }), masterKey })
  const actor = systemActor(town.tenantId)
  const sentences = (findings: readonly { sentence: string }[]) =>
    findings.map(({ sentence }) => sentence)
  try {
    return [
      {
        promise: 'Each acknowledged sale is in the books once, with the token that was shown (I1)',
        faults: await lostOrChanged(town.tenantId, journals.flatMap(readJournal)),
      },
      {
        promise: 'Sales, tokens, keys, holds and the rollup agree (I4, I6, I9)',
        faults: sentences(await reading(actor, (db) => verifyHub(db, town.tenantId))),
      },
      {
        promise: 'Postings, running balances and seals are right (I2, I3, I8)',
        faults: sentences((await reading(actor, (db) => verifyLedger(db, town.tenantId))).findings),
      },
      {
        promise: 'Each float is its deposits less the net cost of its sales (P4)',
        faults: await wrongFloats(town),
      },
      {
        promise: 'Every event of a sale is delivered in the end (I7)',
        faults: await undelivered(town.tenantId),
      },
    ]
  } finally {
    await database.close()
  }
}

function readJournal(file: string): Acknowledged[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Acknowledged)
}

type TenantId = Installation['town']['tenantId']

async function lostOrChanged(
  tenantId: TenantId,
  acknowledged: readonly Acknowledged[],
): Promise<string[]> {
  const rows = await reading({ tenantId }, (db) =>
    db.rows<{ key: string; sale_id: string; digits: string }>(
      `select k.key, k.sale_id, t.digits from hub.sale_key k
       join tokens.token t on t.tenant_id = $1 and t.origin_id = k.sale_id
       where k.tenant_id = $1`,
      [tenantId],
    ),
  )
  const booked = new Map<string, typeof rows>()
  for (const row of rows) booked.set(row.key, [...(booked.get(row.key) ?? []), row])
  return acknowledged.flatMap(({ key, saleId, digits }) => {
    const found = booked.get(key) ?? []
    if (found.length !== 1) return [`The sale with key ${key} is there ${found.length} times.`]
    const same = found[0]!.sale_id === saleId && found[0]!.digits === digits
    return same ? [] : [`The sale with key ${key} is another one than was shown.`]
  })
}

async function wrongFloats({ tenantId, vendorIds }: Installation['town']): Promise<string[]> {
  const faults: string[] = []
  for (const vendorId of vendorIds) {
    const [float, row] = await reading({ tenantId }, async (db) => [
      await floatOf(db, tenantId, vendorId),
      await db.row<{ left: bigint }>(
        `select (select sum(d.minor) from vendors.deposit d where d.tenant_id = $1 and d.vendor_id = $2)::bigint
              - (select coalesce(sum(s.tender_minor - s.margin_minor), 0) from hub.sale s
                 where s.tenant_id = $1 and s.vendor_id = $2 and s.state = 'done')::bigint as left`,
        [tenantId, vendorId],
      ),
    ])
    if (float !== row?.left) faults.push(`${vendorId} has ${float}, and should have ${row?.left}.`)
  }
  return faults
}

async function undelivered(tenantId: TenantId): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const row = await reading({ tenantId }, (db) =>
      db.row<{ n: bigint }>('select count(*) as n from hub.outbox where tenant_id = $1', [
        tenantId,
      ]),
    )
    if (row?.n === 0n) return []
    if (tries === 60) return [`${row?.n} events still wait.`]
    await wait(500)
  }
}
