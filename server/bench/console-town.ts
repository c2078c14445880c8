import { randomInt } from 'node:crypto'
import pg from 'pg'
import { giveRole, registerPerson, systemActor, usePepper } from '../src/access/index.ts'
import { type DatabaseAccess, openDatabase, transaction, useDatabase } from '../src/db/index.ts'
import type { Id } from '../src/kernel/ids.ts'
import { copyRows, idOf } from '../test/town/copies.ts'
import { luhn, masterKey, type Town } from '../test/town/town.ts'

/** Numbers of copies begin here, above those that the doors gave. */
const FIRST = 10_000_000

export const OFFICE = {
  email: 'bench@console.example',
  password: `harbour lantern ${randomInt(1e9)}`,
}

/** A person of the console who may look at everything. */
export async function makeOffice(access: DatabaseAccess, { tenantId }: Town): Promise<void> {
  const database = openDatabase(access.server)
  useDatabase(database)
  usePepper(masterKey)
  const actor = systemActor(tenantId)
  try {
    await transaction(actor, async (tx) => {
      const id = await registerPerson(tx, actor, { ...OFFICE, name: 'Bench' })
      await giveRole(tx, actor, id, 'Auditor')
    })
  } finally {
    await database.close()
  }
}

/**
 * Makes the town's one meter a million, each with a customer and a place of its own, as superuser and set-based.
 * Names, states, commodities and supply groups are mixed as a utility's are.
 */
export async function fillTown(
  connection: pg.ClientConfig,
  { tenantId }: Town,
  count: number,
  say: (sentence: string) => void,
): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query('set synchronous_commit = off')
    await client.query(luhn)
    const group = await secondGroup(client, tenantId)
    await client.query(
      `create temporary table one as
       select l.meter_id, l.customer_id, l.usage_point_id from usage_points.link l
       where l.tenant_id = '${tenantId}' order by l.valid_from, l.id limit 1`,
    )
    const AT_ONCE = 100_000
    for (let from = 1; from <= count; from += AT_ONCE) {
      await copyRange(client, tenantId, group, from, Math.min(count, from + AT_ONCE - 1))
      if ((from - 1 + AT_ONCE) % 500_000 === 0) say(`${from - 1 + AT_ONCE} meters so far`)
    }
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

async function copyRange(
  client: pg.Client,
  tenantId: Id<'tenant'>,
  group: string,
  from: number,
  until: number,
): Promise<void> {
  const range = `generate_series(${from}, ${until})`
  const meter = idOf('0106', 'i')
  const customer = idOf('0105', 'i')
  const point = idOf('0107', 'i')
  const one = (column: string) =>
    `t.tenant_id = '${tenantId}' and t.${column} = (select ${column} from one)`
  const itself = (column: string) =>
    `t.tenant_id = '${tenantId}' and t.id = (select ${column} from one)`
  await copyRows(client, 'customers.customer', itself('customer_id'), range, {
    id: customer,
    account_number: `'A-' || (i + ${FIRST})`,
    name: `(${textArray(FIRST_NAMES)})[1 + i % ${FIRST_NAMES.length}] || ' '
      || (${textArray(MIDDLE_NAMES)})[1 + (i / 7) % ${MIDDLE_NAMES.length}] || ' '
      || (${textArray(LAST_NAMES)})[1 + (i / 31) % ${LAST_NAMES.length}]`,
    phone: `'+254 7' || lpad(i::text, 8, '0')`,
  })
  await copyRows(client, 'meters.meter', itself('meter_id'), range, {
    id: meter,
    serial_number: `pg_temp.with_check_digit('08' || lpad(i::text, 8, '0'))`,
    status: `case when i % 1000 = 0 then 'blocked' when i % 97 = 0 then 'removed' when i % 10 = 0 then 'stock'
      else 'installed' end`,
    commodity: `case i % 5 when 0 then 'water' else 'electricity' end`,
    supply_group_id: `case when i % 50 = 0 then '${group}'::uuid else t.supply_group_id end`,
  })
  await copyRows(client, 'meters.sts_data', one('meter_id'), range, {
    meter_id: meter,
    supply_group_id: `case when i % 50 = 0 then '${group}'::uuid else t.supply_group_id end`,
  })
  await copyRows(client, 'usage_points.usage_point', itself('usage_point_id'), range, {
    id: point,
    number: `'P-' || (i + ${FIRST})`,
    address: `'Plot ' || i || ', Mvita Road'`,
  })
  await copyRows(client, 'usage_points.link', one('meter_id'), range, {
    id: idOf('0108', 'i'),
    usage_point_id: point,
    meter_id: meter,
    customer_id: customer,
  })
}

/** A second supply group, to which every fiftieth meter belongs. */
async function secondGroup(client: pg.Client, tenantId: Id<'tenant'>): Promise<string> {
  const id = '01900000-0109-7000-8000-000000000001'
  await copyRows(
    client,
    'keys.supply_group',
    `t.tenant_id = '${tenantId}' and t.code = '600675'`,
    'generate_series(1, 1)',
    { id: `'${id}'`, code: `'600676'`, name: `'New Town'` },
  )
  return id
}

function textArray(texts: readonly string[]): string {
  return `array[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]`
}

export const FIRST_NAMES = [
  ...[
    'Amina',
    'Joseph',
    'Mary',
    'Wanjiku',
    'Otieno',
    'Fatuma',
    'Kamau',
    'Achieng',
    'Barasa',
    'Zoë',
  ],
  ...['Chebet', 'Daudi', 'Esther', 'Faraja', 'Grace', 'Hassan', 'Imani', 'Juma', 'Kiprop', 'Leila'],
  ...[
    'Mwangi',
    'Njeri',
    'Omondi',
    'Purity',
    'Rashid',
    'Salim',
    'Thérèse',
    'Umar',
    'Violet',
    'Wambui',
  ],
] as const
export const MIDDLE_NAMES = [
  ...['Akinyi', 'Baraka', 'Chepkoech', 'Dalmas', 'Ekai', 'Furaha', 'Gathoni', 'Halima', 'Ismail'],
  ...['Jepkosgei', 'Kariuki', 'Lokiru', 'Makena', 'Nafula', 'Okoth', 'Pendo', 'Rehema'],
] as const
export const LAST_NAMES = [
  ...[
    'Abdi',
    'Cherono',
    'Githinji',
    'Kimani',
    'Korir',
    'Maina',
    'Mbugua',
    'Muthoni',
    'Mutua',
    'Ndegwa',
  ],
  ...[
    'Ngugi',
    'Njoroge',
    'Nyambura',
    'Ochieng',
    'Odhiambo',
    'Ouma',
    'Owino',
    'Rotich',
    'Wafula',
    'Wekesa',
  ],
  ...['Yusuf', 'Zuberi', "N'Golo"],
] as const
