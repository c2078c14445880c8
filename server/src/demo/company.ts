import { createHmac } from 'node:crypto'
import { type Actor, giveRole, registerPerson, shippedRoles, systemActor } from '../access/index.ts'
import { type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { openCeremony, registerSupplyGroup, storeVendingKey } from '../keys/index.ts'
import { approveVersion, createTariff, draftVersion, submitVersion } from '../tariffs/index.ts'
import { createUtility, foundTenant } from '../tenants/index.ts'
import { coastGas, type DemoPerson, harbourCity, people, platformOperator } from './cast.ts'
import { demoId, demoPlatform, demoTenant } from './ids.ts'
import { type TariffCode, tariffId, tariffs } from './tariffs.ts'

/** The tenant of those who run the installation, and its one operator; all of it or nothing. */
export function foundPlatform(): Promise<void> {
  const system = systemActor(demoPlatform)
  return transaction(system, async (tx) => {
    await foundTenant(tx, { id: demoPlatform, name: 'Saldo platform', platform: true })
    const id = await registerPerson(tx, system, platformOperator)
    await giveRole(tx, system, id, platformOperator.role)
    await giveRole(tx, system, id, 'Tenant administrator')
  })
}

export interface Staff {
  readonly administrator: Actor
  readonly treasurer: Actor
}

/** The utilities and the people of the console. */
export async function foundCompany(tx: Tx, system: Actor): Promise<void> {
  await createUtility(tx, system, harbourCity)
  await createUtility(tx, system, coastGas)
  for (const person of Object.values(people)) await register(tx, system, person)
}

async function register(tx: Tx, system: Actor, person: DemoPerson): Promise<void> {
  const id = await registerPerson(tx, system, person)
  const { utility } = person
  const reach = utility ? ({ reach: 'utility', utilityId: utility.id } as const) : undefined
  await giveRole(tx, system, id, person.role, reach)
}

/** The two people who do what needs two: each acts under their own name and with their own rights. */
export async function staffOf(tx: Pick<Tx, 'row'>): Promise<Staff> {
  return {
    administrator: await actorOf(tx, people.administrator),
    treasurer: await actorOf(tx, people.treasurer),
  }
}

async function actorOf(tx: Pick<Tx, 'row'>, person: DemoPerson): Promise<Actor> {
  const row = await tx.row<{ id: string }>(
    'select id from access.person where tenant_id = $1 and email = $2',
    [demoTenant, person.email],
  )
  if (!row) throw new Error(`${person.name} is not registered.`)
  return {
    tenantId: demoTenant,
    kind: 'person',
    id: row.id,
    name: person.name,
    permissions: new Set(shippedRoles[person.role]),
    reach: { utilities: 'all', vendors: 'all' },
  }
}

const groups = [
  { code: '600675', name: 'Harbour City electricity', utility: harbourCity },
  { code: '600676', name: 'Harbour City water', utility: harbourCity },
  { code: '600677', name: 'Coast Gas', utility: coastGas },
] as const
const keyKinds = [
  { dkga: 4, baseDate: 2014 },
  { dkga: 2, baseDate: 2014 },
  // For the meter that nobody has brought to the later base date yet.
  { dkga: 2, baseDate: 1993 },
] as const
type KeyKind = (typeof keyKinds)[number]
const COMPONENT_BYTES = { 2: 8, 4: 20 } as const

/** Supply groups and their vending keys, each loaded by two people. */
export async function loadKeys(tx: Tx, staff: Staff, masterKey: Uint8Array): Promise<void> {
  for (const group of groups) {
    const id = await registerSupplyGroup(tx, staff.administrator, {
      utilityId: group.utility.id,
      code: group.code,
      name: group.name,
    })
    for (const kind of keyKinds) {
      await storeVendingKey(
        tx,
        staff.administrator,
        id,
        ceremony(group.code, kind, staff, masterKey),
      )
    }
  }
}

// The components follow from the master key: the same installation makes the same keys, another one
// others, and nobody can read them here.
function ceremony(
  supplyGroupCode: string,
  { dkga, baseDate }: KeyKind,
  staff: Staff,
  masterKey: Uint8Array,
) {
  const loading = openCeremony({
    masterKey,
    tenantId: demoTenant,
    attributes: {
      supplyGroupCode,
      keyRevision: 1,
      keyType: 2,
      dkga,
      baseDate,
      keyExpiry: 255,
    },
    activeFrom: now(),
    issueUntil: null,
  })
  for (const { name } of [staff.administrator, staff.treasurer]) {
    const component = createHmac('sha256', masterKey)
      .update(`saldo demo component ${supplyGroupCode} ${dkga} ${baseDate} ${name}`)
      .digest('hex')
    loading.enter(name, component.slice(0, COMPONENT_BYTES[dkga] * 2))
  }
  return loading.complete(loading.checkValue())
}

/** The tariffs, written by one person and approved by another, in force from `from`. */
export async function publishTariffs(tx: Tx, staff: Staff, from: Date): Promise<void> {
  for (const code of Object.keys(tariffs) as TariffCode[]) {
    const { utility, name, commodity, definition } = tariffs[code]
    const id = tariffId(code)
    const utilityId = utility.id
    await createTariff(tx, staff.administrator, { id, utilityId, code, name, commodity })
    const version = await draftVersion(tx, staff.administrator, {
      id: demoId('version', `${code} 1`),
      tariffId: id,
      definition,
      validFrom: from,
    })
    await submitVersion(tx, staff.administrator, version.id)
    await approveVersion(tx, staff.treasurer, version.id)
  }
}

/** The supply groups by their codes. */
export async function supplyGroups(
  tx: Pick<Tx, 'rows'>,
): Promise<ReadonlyMap<string, Id<'supply_group'>>> {
  const rows = await tx.rows<{ id: Id<'supply_group'>; code: string }>(
    'select id, code from keys.supply_group where tenant_id = $1',
    [demoTenant],
  )
  return new Map(rows.map(({ id, code }) => [code, id]))
}

export const groupOf = { electricity: '600675', water: '600676', gas: '600677' } as const
