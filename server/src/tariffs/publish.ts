import Value from 'typebox/value'
import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Currency } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import type { Commodity } from '../ledger/index.ts'
import { UtilityUnknown } from '../tenants/index.ts'
import { TariffDefinition } from './definition.ts'
import { compileTariff, TariffMalformed } from './definition-compile.ts'

export const TariffUnknown = refusal('tariff.unknown', 404, 'There is no such tariff.')
export const TariffCodeTaken = refusal(
  'tariff.code_taken',
  409,
  'Another tariff of this utility has this code.',
)
export const VersionUnknown = refusal(
  'tariff.version_unknown',
  404,
  'There is no such version of this tariff.',
)
export const VersionWrongState = refusal(
  'tariff.version_state',
  409,
  'This cannot be done with a version in its present state.',
)
export const SecondPersonNeeded = refusal(
  'tariff.second_person',
  403,
  'Somebody other than its author must approve a tariff.',
)
export const TariffRetroactive = refusal(
  'tariff.retroactive',
  422,
  'A tariff cannot begin in the past: sales have been made at another price.',
)
export const VersionSameStart = refusal(
  'tariff.same_start',
  409,
  'Another version of this tariff begins at the same instant.',
)

/** Decimals of the quantum of a credit token: a tenth of a kWh or m3 (IEC 62055-41). */
export const TOKEN_UNIT_DECIMALS = 1

export type VersionState = 'draft' | 'waiting' | 'scheduled' | 'retired'

/** Makes a tariff, which is a name that versions are written for. */
export async function createTariff(
  tx: Tx,
  actor: Actor,
  tariff: {
    readonly utilityId: Id<'utility'>
    readonly code: string
    readonly name: string
    readonly commodity: Commodity
    readonly id?: Id<'tariff'>
  },
): Promise<Id<'tariff'>> {
  requireCan(actor, 'tariff.draft', { utilityId: tariff.utilityId })
  const id = tariff.id ?? newId<'tariff'>()
  const name = cleanText(tariff.name, { pointer: '/name', max: 80 })
  await refusing(
    { tariff_code: () => TariffCodeTaken(), tariff_utility: () => UtilityUnknown() },
    () =>
      tx.execute(
        `insert into tariffs.tariff (tenant_id, id, utility_id, code, name, commodity, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          actor.tenantId,
          id,
          tariff.utilityId,
          cleanText(tariff.code, { pointer: '/code', max: 20 }),
          name,
          tariff.commodity,
          now(),
        ],
      ),
  )
  await record(tx, {
    actor,
    action: 'tariff.create',
    object: { kind: 'tariff', id },
    after: { name },
  })
  return id
}

/**
 * Writes a draft version. `definition` is whatever came from outside: it is checked here, and what no
 * sale could be priced with is refused with every field at fault.
 */
export async function draftVersion(
  tx: Tx,
  actor: Actor,
  version: {
    readonly tariffId: Id<'tariff'>
    readonly definition: unknown
    readonly validFrom: Date
    readonly id?: Id<'version'>
  },
): Promise<{ id: Id<'version'>; number: number }> {
  const tariff = await lockTariff(tx, actor, version.tariffId, 'tariff.draft')
  const definition = checkDefinition(version.definition, tariff.currency)
  const id = version.id ?? newId<'version'>()
  const last = await tx.row<{ number: number }>(
    `select number from tariffs.version
     where tenant_id = $1 and tariff_id = $2 order by number desc limit 1`,
    [actor.tenantId, version.tariffId],
  )
  const number = (last?.number ?? 0) + 1
  await tx.execute(
    `insert into tariffs.version
       (tenant_id, id, tariff_id, number, state, valid_from, definition, created_by, created_at)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8)`,
    [
      actor.tenantId,
      id,
      version.tariffId,
      number,
      version.validFrom,
      JSON.stringify(definition),
      signatureOf(actor),
      now(),
    ],
  )
  await recordStep(tx, actor, 'tariff.draft', id, { number, validFrom: version.validFrom })
  return { id, number }
}

/** Puts a draft before a second person. */
export async function submitVersion(tx: Tx, actor: Actor, versionId: Id<'version'>): Promise<void> {
  const version = await lockVersion(tx, actor, versionId, 'tariff.draft')
  if (version.state !== 'draft') throw VersionWrongState({ state: version.state })
  await tx.execute(
    `update tariffs.version set state = 'waiting' where tenant_id = $1 and id = $2`,
    [actor.tenantId, versionId],
  )
  await recordStep(tx, actor, 'tariff.submit', versionId)
}

/**
 * Approves a version that somebody else wrote. From then on it is scheduled, cannot be changed, and is in
 * force from its instant until the next version of the same tariff.
 */
export async function approveVersion(
  tx: Tx,
  actor: Actor,
  versionId: Id<'version'>,
): Promise<void> {
  const version = await lockVersion(tx, actor, versionId, 'tariff.approve')
  if (version.state !== 'waiting') throw VersionWrongState({ state: version.state })
  if (idIn(version.created_by) === actor.id) throw SecondPersonNeeded()
  // The demo world and a first set-up bring their history with them.
  if (version.valid_from < now() && actor.kind !== 'system') throw TariffRetroactive()
  const twin = await tx.row(
    `select 1 from tariffs.version
     where tenant_id = $1 and tariff_id = $2 and state = 'scheduled' and valid_from = $3`,
    [actor.tenantId, version.tariff_id, version.valid_from],
  )
  if (twin) throw VersionSameStart()
  await refusing({ version_second_person: () => SecondPersonNeeded() }, () =>
    tx.execute(
      `update tariffs.version set state = 'scheduled', approved_by = $3
       where tenant_id = $1 and id = $2`,
      [actor.tenantId, versionId, signatureOf(actor)],
    ),
  )
  await recordStep(tx, actor, 'tariff.approve', versionId)
}

/** Checks a definition from outside for a currency. Throws `tariff.malformed` with every field at fault. */
export function checkDefinition(definition: unknown, currency: Currency): TariffDefinition {
  if (!Value.Check(TariffDefinition, definition)) {
    const errors = [...Value.Errors(TariffDefinition, definition)].map((error) => ({
      pointer: error.instancePath,
      code: 'tariff.malformed',
    }))
    throw TariffMalformed({}, { errors })
  }
  compileTariff(definition, currency, TOKEN_UNIT_DECIMALS)
  return definition
}

type VersionRow = {
  tariff_id: Id<'tariff'>
  state: VersionState
  valid_from: Date
  created_by: string
}

// The tariff's row is the lock of all its versions: numbers follow each other, and of two approvals for
// the same instant the second sees the first.
async function lockTariff(
  tx: Tx,
  actor: Actor,
  tariffId: Id<'tariff'>,
  permission: 'tariff.draft' | 'tariff.approve',
): Promise<{ currency: Currency }> {
  requireCan(actor, permission)
  const row = await tx.row<{
    utility_id: Id<'utility'>
    currency: string
    currency_decimals: Currency['decimals']
  }>(
    `select t.utility_id, u.currency, u.currency_decimals from tariffs.tariff t
     join tenants.utility u on u.tenant_id = $1 and u.id = t.utility_id
     where t.tenant_id = $1 and t.id = $2 for update of t`,
    [actor.tenantId, tariffId],
  )
  if (!row) throw TariffUnknown()
  requireCan(actor, permission, { utilityId: row.utility_id })
  return { currency: { code: row.currency, decimals: row.currency_decimals } }
}

async function lockVersion(
  tx: Tx,
  actor: Actor,
  versionId: Id<'version'>,
  permission: 'tariff.draft' | 'tariff.approve',
): Promise<VersionRow> {
  const read = () =>
    tx.row<VersionRow>(
      `select tariff_id, state, valid_from, created_by from tariffs.version
       where tenant_id = $1 and id = $2`,
      [actor.tenantId, versionId],
    )
  const found = await read()
  if (!found) throw VersionUnknown()
  await lockTariff(tx, actor, found.tariff_id, permission)
  return (await read()) ?? found
}

// Names can be alike; the id makes the signature one person's.
function signatureOf(actor: Actor): string {
  return `${actor.name} (${actor.id})`
}

function idIn(signature: string): string | undefined {
  return /\(([^()]*)\)$/.exec(signature)?.[1]
}

function recordStep(
  tx: Tx,
  actor: Actor,
  action: string,
  versionId: Id<'version'>,
  after?: { readonly number: number; readonly validFrom: Date },
): Promise<void> {
  const object = { kind: 'tariff_version', id: versionId }
  return record(tx, { actor, action, object, ...(after && { after }) })
}
