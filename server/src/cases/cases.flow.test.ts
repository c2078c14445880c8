import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { type Database, openDatabase, useDatabase } from '../db/database.ts'
import { reading, transaction } from '../db/transaction.ts'
import { newId } from '../kernel/ids.ts'
import { openCase, openCases } from './index.ts'

let database: Database
const tenantId = newId<'tenant'>()
beforeAll(async () => {
  database = openDatabase((await freshDatabase()).server)
  useDatabase(database)
})
afterAll(() => database.close())

const found = (subjectId: string, answer: string, kind: 'refund' | 'sale_contradiction') =>
  transaction({ tenantId }, (tx) => openCase(tx, { tenantId, kind, subjectId, detail: { answer } }))

test('the same contradiction found many times at once is one case', async () => {
  const sale = newId()
  const answers = ['issued', 'refused', 'issued', 'refused', 'issued', 'refused']
  const all = await Promise.all(answers.map((answer) => found(sale, answer, 'sale_contradiction')))
  expect(all.filter(({ opened }) => opened)).toHaveLength(1)
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
})

test('one sale may need a case of each kind', async () => {
  const sale = newId()
  const contradiction = await found(sale, 'first', 'sale_contradiction')
  const refund = await found(sale, 'second', 'refund')
  expect(refund).toMatchObject({ opened: true })
  const cases = await reading({ tenantId }, (db) => openCases(db, tenantId))
  expect(cases.filter(({ subjectId }) => subjectId === sale)).toMatchObject([
    { id: contradiction.id, kind: 'sale_contradiction', detail: { answer: 'first' } },
    { id: refund.id, kind: 'refund', detail: { answer: 'second' } },
  ])
})

test('a case is seen by its tenant alone', async () => {
  const other = newId<'tenant'>()
  expect(await reading({ tenantId: other }, (db) => openCases(db, tenantId))).toEqual([])
})
