import { afterAll, beforeAll, expect, test } from 'vitest'
import { reading } from '../../src/db/index.ts'
import { verifyHub } from '../../src/hub/index.ts'
import { newId } from '../../src/kernel/ids.ts'
import { verifyLedger } from '../../src/ledger/index.ts'
import { till, type World, world } from '../harness.ts'
import { keypadMeter } from '../keypad-meter.ts'

let harbour: World

beforeAll(async () => {
  harbour = await world({
    debt: 124_000n,
    margin: 200,
    float: 1_824_000n,
    tariff: {
      serviceCharge: { amount: '20.00', per: 'month', taxed: false, label: 'Service charge' },
    },
  })
})
afterAll(() => harbour.close())

test('a sale is followed from the key press to the rows of the ledger', async () => {
  const { meter, vendor, tenantId } = harbour
  const pos = await till(harbour, vendor)

  const card = await pos.ask('GET', `/api/pos/meters/${meter.serialNumber}`)
  expect(card).toMatchObject({
    status: 200,
    body: { customer: { name: 'Amina Otieno' }, owed: '1240.00', blocked: null },
  })
  const quote = await pos.ask('POST', '/api/pos/quotes', {
    serialNumber: meter.serialNumber,
    amount: '500',
  })
  expect(quote).toMatchObject({ status: 200, body: { units: '14.6', unit: 'kWh' } })

  const key = newId<'key'>()
  const reply = await pos.sell(meter.serialNumber, '500', key, '1000.00')
  expect(reply).toMatchObject({
    status: 201,
    body: {
      key,
      state: 'done',
      receiptNumber: 'HC-1',
      amount: '500.00',
      units: '14.6',
      tender: { method: 'cash', received: '1000.00', change: '500.00' },
      lines: [
        { label: 'Arrears', amount: '-125.00', remaining: '1115.00' },
        { label: 'Service charge', amount: '-20.00' },
        { label: 'VAT 16%', amount: '-48.97' },
        { label: 'Step 1', units: '10.0', price: '18.40', amount: '184.00' },
        { label: 'Step 2', units: '4.6', price: '26.53', amount: '122.03' },
      ],
      tokens: [{ kind: 'credit', ordinal: 1, of: 1 }],
    },
  })

  const sale = reply.body as { id: string; tokens: { digits: string }[] }
  const digits = sale.tokens[0]!.digits
  const atHome = keypadMeter(harbour, meter)
  expect(atHome.enter(digits)).toEqual({ result: 'Accept', units: 146n })
  expect(atHome.enter(digits)).toEqual({ result: 'UsedError', units: 146n })

  const rows = await reading(harbour.actor, (db) =>
    db.rows(
      `select d.kind as debit, c.kind as credit, t.minor from ledger.transfer t
       join ledger.account d on d.tenant_id = $1 and d.id = t.debit_account_id
       join ledger.account c on c.tenant_id = $1 and c.id = t.credit_account_id
       where t.tenant_id = $1 and t.posting_id = $2 order by t.line`,
      [tenantId, sale.id],
    ),
  )
  expect(rows).toEqual([
    { debit: 1, credit: 2, minor: 12_500n },
    { debit: 1, credit: 4, minor: 2_000n },
    { debit: 1, credit: 6, minor: 4_897n },
    { debit: 1, credit: 3, minor: 30_603n },
    { debit: 8, credit: 1, minor: 1_000n },
  ])
  const account = await pos.ask('GET', '/api/pos/account')
  expect(account.body).toEqual({
    available: '17750.00',
    currency: { code: 'KES', decimals: 2 },
  })

  const findings = await reading(harbour.actor, async (db) => [
    ...(await verifyHub(db, tenantId)),
    ...(await verifyLedger(db, tenantId)).findings,
  ])
  expect(findings).toEqual([])
})
