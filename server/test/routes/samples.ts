import { personAtConsole } from '../../src/access/test/console.ts'
import { reading, transaction } from '../../src/db/index.ts'
import { startJob } from '../../src/jobs/index.ts'
import { now } from '../../src/kernel/clock.ts'
import { type Id, newId } from '../../src/kernel/ids.ts'
import { registerSupplyGroup } from '../../src/keys/index.ts'
import { createTariff } from '../../src/tariffs/index.ts'
import { createUtility } from '../../src/tenants/index.ts'
import { addVendor, makePortfolio } from '../../src/vendors/index.ts'
import {
  longAgo,
  plainTariff,
  publishTariff,
  serialNumber,
  type World,
  type WorldVendor,
  world,
} from '../harness.ts'
import { makeMeter } from '../world-makers.ts'
import type { Kind } from './kinds.ts'

/** One thing of a kind in reach of everybody who asks, and things of that kind that are beyond theirs. */
export interface Sample {
  /** Of the first vendor group and the first utility. */
  readonly ours: string
  /** Of the second vendor group. */
  readonly group?: string
  /** Of the second utility. */
  readonly utility?: string
  /** Of another tenant. */
  readonly tenant: string
  /** What no one has; an id unless told. */
  readonly nowhere?: string
  /** Everybody of the tenant sees these, such as roles. */
  readonly shared?: true
}

export type Samples = Readonly<Record<Kind, Sample>>

export interface RouteWorld {
  /** Vendors 0 and 1 are in the first group, 2 and 3 in the second. */
  readonly harbour: World
  readonly hills: World
  readonly samples: Samples
  readonly firstGroup: Id<'portfolio'>
}

/** Two tenants; in the first, two vendor groups and two utilities, each with one thing of every kind. */
export async function routeWorld(): Promise<RouteWorld> {
  const harbour = await world({ vendors: 4 })
  // The other tenant has more meters and vendors, so that some of its ids have no twin in the first.
  const hills = await world({ in: harbour, meters: 4, vendors: 2 })
  const [one, , other] = harbour.vendors
  const theirs = hills.vendors[1]!

  const group = (place: World, name: string, ...members: number[]) =>
    transaction(place.actor, async (tx) => {
      const id = await makePortfolio(tx, place.actor, { kind: 'vendor_group', name })
      for (const n of members) await addVendor(tx, place.actor, id, place.vendors[n]!.id)
      return id
    })
  const firstGroup = await group(harbour, 'First group', 0, 1)
  const secondGroup = await group(harbour, 'Second group', 2, 3)
  const second = await secondUtility(harbour)

  const sell = async ({ client }: WorldVendor, meter: string) => {
    const key = newId<'key'>()
    const { status, body } = await client.sell(meter, '50', key)
    if (status !== 201) throw new Error(`sell: ${JSON.stringify(body)}`)
    return { id: body.id as string, key }
  }
  const ourSale = await sell(one!, harbour.meter.serialNumber)
  const otherSale = await sell(other!, harbour.meter.serialNumber)
  const utilitySale = await sell(one!, second.meter.serialNumber)
  const theirSale = await sell(theirs, hills.meters[3]!.serialNumber)

  const within = (portfolioId: typeof firstGroup) =>
    ['Vendor supervisor', { reach: 'vendor_group', portfolioId }] as const
  const ofUtility = (utilityId: World['utilityId']) =>
    ['Auditor', { reach: 'utility', utilityId }] as const
  const people = {
    ours: await personAtConsole(harbour, within(firstGroup)),
    group: await personAtConsole(harbour, within(secondGroup)),
    utility: await personAtConsole(harbour, ofUtility(second.utilityId)),
    tenant: await personAtConsole(hills, ['Auditor']),
  }
  const session = async (place: World, personId: string) => {
    const row = await reading(place.actor, (db) =>
      db.row<{ id: string }>(
        'select id from access.session where tenant_id = $1 and person_id = $2',
        [place.tenantId, personId],
      ),
    )
    return row!.id
  }
  const role = async (place: World) => {
    const row = await reading(place.actor, (db) =>
      db.row<{ id: string }>('select id from access.role where tenant_id = $1 and name = $2', [
        place.tenantId,
        'Vendor supervisor',
      ]),
    )
    return row!.id
  }

  const ours = await made(harbour, second.utilityId)
  const far = await made(hills)

  // The other tenant's last meter has a number that the first has not.
  const meters = {
    ours: harbour.meter.serialNumber,
    utility: second.meter.serialNumber,
    tenant: hills.meters[3]!.serialNumber,
    nowhere: serialNumber(8_888),
  }

  const samples: Samples = {
    company: { ours: harbour.tenantId, tenant: hills.tenantId, shared: true },
    customer: {
      ours: harbour.meter.customerId,
      utility: second.meter.customerId,
      tenant: hills.meter.customerId,
    },
    grant: { ours: ours.grant, tenant: far.grant },
    import: { ours: ours.imported[0]!, utility: ours.imported[1]!, tenant: far.imported[0]! },
    job: { ours: ours.job, tenant: far.job },
    job_output: { ours: newId<'output'>(), tenant: newId<'output'>() },
    key: { ours: ourSale.key, group: otherSale.key, tenant: theirSale.key },
    mail: { ours: ours.mail, tenant: far.mail },
    meter: meters,
    meter_id: {
      ours: harbour.meter.id,
      utility: second.meter.id,
      tenant: hills.meter.id,
    },
    meter_number: meters,
    operator: { ours: one!.operatorId, group: other!.operatorId, tenant: theirs.operatorId },
    own_passkey: { ours: ours.passkey, tenant: far.passkey },
    own_view: { ours: ours.view, tenant: far.view },
    own_session: {
      ours: await session(harbour, people.ours.id),
      tenant: await session(hills, people.tenant.id),
    },
    person: {
      ours: people.ours.id,
      group: people.group.id,
      utility: people.utility.id,
      tenant: people.tenant.id,
    },
    portfolio: {
      ours: firstGroup,
      group: secondGroup,
      tenant: await group(hills, 'Third group', 1),
    },
    request: { ours: ours.request, tenant: far.request },
    role: { ours: await role(harbour), tenant: await role(hills), shared: true },
    sale: {
      ours: ourSale.id,
      group: otherSale.id,
      utility: utilitySale.id,
      tenant: theirSale.id,
    },
    session: {
      ours: await session(harbour, people.ours.id),
      group: await session(harbour, people.group.id),
      tenant: await session(hills, people.tenant.id),
    },
    supply_group: {
      ours: harbour.supplyGroupId,
      utility: second.supplyGroupId,
      tenant: hills.supplyGroupId,
    },
    terminal: { ours: one!.terminalId, group: other!.terminalId, tenant: theirs.terminalId },
    utility: { ours: harbour.utilityId, utility: second.utilityId, tenant: hills.utilityId },
    vendor: { ours: one!.id, group: other!.id, tenant: theirs.id },
  }
  return { harbour, hills, samples, firstGroup }
}

/** A second utility of the same tenant, with a meter that tokens can be sold to. */
async function secondUtility(place: World) {
  const { actor, supplyGroupId } = place
  const { utilityId, own, tariffId } = await transaction(actor, async (tx) => {
    const made = await createUtility(tx, actor, {
      name: 'Second Water and Power',
      receiptPrefix: 'SW',
      currency: { code: 'KES', decimals: 2 },
      timeZone: 'Africa/Nairobi',
      commodities: ['electricity'],
      address: '2 Mole Road',
      taxNumber: '',
      supportPhone: '',
      receiptMessage: '',
      quickAmounts: [5_000n],
    })
    const group = await registerSupplyGroup(tx, actor, {
      utilityId: made,
      code: '600676',
      name: 'Hill',
    })
    const tariff = await createTariff(tx, actor, {
      utilityId: made,
      code: 'S1',
      name: 'Second domestic',
      commodity: 'electricity',
    })
    return { utilityId: made, own: group, tariffId: tariff }
  })
  await publishTariff(actor, tariffId, plainTariff, longAgo)
  const base = { utilityId, supplyGroupId, tariffId }
  const meter = await makeMeter(actor, base, 'electricity', {}, 70)
  return { utilityId, supplyGroupId: own, meter }
}

/** What an administrator of a tenant has made: a job, an import, a passkey, and a request that waits for somebody. */
async function made(place: World, ...further: World['utilityId'][]) {
  const { actor, tenantId } = place
  const boss = await personAtConsole(place, ['Tenant administrator'])
  await personAtConsole(place, ['Tenant administrator'])
  const ask = async (...asked: Parameters<typeof boss.ask>) => {
    const { status, body } = await boss.ask(...asked)
    if (status >= 300) throw new Error(`${asked[1]}: ${JSON.stringify(body)}`)
    return body
  }
  const imported: string[] = []
  for (const utilityId of [place.utilityId, ...further]) {
    const file = { kind: 'meters', utilityId, fileName: 'meters.csv', size: 10 }
    imported.push((await ask('POST', '/imports', file)).id)
  }
  const kind = { kind: 'meters.import', permission: 'import.make' } as const
  const job = await transaction(actor, (tx) =>
    startJob(
      tx,
      { ...actor, kind: 'person', id: boss.id, name: boss.name },
      kind,
      {},
      {
        key: newId<'key'>(),
      },
    ),
  )
  await ask('PUT', '/approval-rules/role.change', { rule: { hours: 24 }, reason: 'Four eyes' })
  const role = await ask('POST', '/roles', { name: 'Of one’s own', permissions: [] })
  const content = { name: 'Of one’s own', permissions: ['meter.read'], reason: 'For the desk' }
  const { request } = await ask('PUT', `/roles/${role.id}`, content)
  const passkey = newId<'passkey'>()
  await transaction(actor, (tx) =>
    tx.execute(
      `insert into access.passkey (
         tenant_id, id, person_id, credential_id, public_key, sign_count, transports, name, created_at)
       values ($1, $2, $3, $4, $4, 0, '{}', 'Phone', $5)`,
      [tenantId, passkey, boss.id, Buffer.from(passkey), now()],
    ),
  )
  const view = await ask('POST', '/saved-views', {
    screen: 'meters',
    name: 'Mine',
    address: '',
    shared: false,
  })
  const grant = await ask('POST', '/grants', { reason: 'Look at the tariffs', hours: 1 })
  await ask('POST', '/people', { email: `${newId<'mail'>()}@routes.example`, name: 'N', roles: [] })
  const mail = await reading(actor, (db) =>
    db.row<{ id: string }>('select id from notifications.message where tenant_id = $1 limit 1', [
      tenantId,
    ]),
  )
  return { view: view.id, grant: grant.id, mail: mail!.id, imported, job, request, passkey }
}
