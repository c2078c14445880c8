import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serialNumber, type World } from '../../test/harness.ts'
import { reading } from '../db/index.ts'
import { type Bringer, meterDesk, worker } from './test/bringer.ts'

const ROWS = 20_000

let desk: Bringer
let place: World
let close: () => Promise<void>
let superuser: pg.Client

beforeAll(async () => {
  ;({ desk, place, close } = await meterDesk())
  superuser = new pg.Client(place.files.privileged)
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await close()
})

const file = (from: number) =>
  [
    'Meter number,Model,SGC,KRN,TI,DKGA,EA,Base date',
    ...Array.from({ length: ROWS }, (_, n) => `${serialNumber(from + n)},K1,600675,1,1,4,7,2014`),
  ].join('\n')

/** Meters of an import, chips of those meters, and what the import says it made. */
async function counted(id: string) {
  return reading(place.actor, (db) =>
    db.row(
      `select count(*)::int as made, count(distinct m.id)::int as meters, count(distinct s.meter_id)::int as chips,
              count(distinct m.serial_number)::int as numbers
       from imports.made o
       left join meters.meter m on m.tenant_id = $1 and m.id = o.object_id
       left join meters.sts_data s on s.tenant_id = $1 and s.meter_id = o.object_id
       where o.tenant_id = $1 and o.import_id = $2`,
      [place.tenantId, id],
    ),
  )
}

test('20,000 rows are checked, imported and taken back with little memory', async () => {
  const before = process.memoryUsage().rss
  const id = await desk.check(file(1_000_000))
  expect(await desk.look(id)).toMatchObject({ good: ROWS, bad: 0 })
  expect(await desk.act(id, 'import', 'done')).toMatchObject({ written: ROWS })
  expect(await counted(id)).toEqual({ made: ROWS, meters: ROWS, chips: ROWS, numbers: ROWS })
  expect(await desk.act(id, 'undo', 'undone', { reason: 'x' })).toMatchObject({ undone: ROWS })
  expect(await counted(id)).toEqual({ made: 0, meters: 0, chips: 0, numbers: 0 })
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
}, 120_000)

test('an import whose connections are cut again and again, under two workers, makes each meter once', async () => {
  const id = await desk.check(file(2_000_000))
  const second = worker(place)
  expect(await desk.ask('POST', `/imports/${id}/import`)).toMatchObject({ status: 202 })
  const written = async () => (await desk.look(id)).written ?? 0
  for (const least of [1, 5_000]) {
    await expect.poll(written, { timeout: 60_000, interval: 10 }).toBeGreaterThanOrEqual(least)
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state like '%transaction%'`,
    )
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'saldo general' and query like '%meters.%'`,
    )
  }
  expect(await written()).toBeLessThan(ROWS)
  await expect
    .poll(async () => (await desk.look(id)).state, { timeout: 90_000, interval: 100 })
    .toBe('done')
  await second.stop()
  expect(await desk.look(id)).toMatchObject({ written: ROWS, bad: 0 })
  expect(await counted(id)).toEqual({ made: ROWS, meters: ROWS, chips: ROWS, numbers: ROWS })
}, 240_000)
