import { type Entrant, reading } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../kernel/money.ts'
import type { Commodity } from '../ledger/index.ts'
import type { TariffDefinition } from './definition.ts'
import { compileTariff, type Tariff } from './definition-compile.ts'
import { TOKEN_UNIT_DECIMALS, VersionUnknown } from './publish.ts'

/** An approved version, ready for `price`. */
export type TariffVersion = {
  readonly id: Id<'version'>
  readonly tariffId: Id<'tariff'>
  readonly utilityId: Id<'utility'>
  readonly number: number
  /** The tariff's name, as receipts say it. */
  readonly name: string
  readonly code: string
  readonly commodity: Commodity
  readonly validFrom: Date
  readonly definition: TariffDefinition
  readonly tariff: Tariff
}

// An approved version never changes, so it is kept for as long as there is room.
const versions = createCache<TariffVersion>({ max: 5_000 })

/**
 * An approved version by its id; from memory once read. A draft is no version to sell at.
 * @throws VersionUnknown
 */
export function versionById(
  { tenantId }: Entrant,
  versionId: Id<'version'>,
): Promise<TariffVersion> {
  return versions.get(`${tenantId} ${versionId}`, () => readVersion(tenantId, versionId))
}

type VersionRow = {
  id: Id<'version'>
  tariff_id: Id<'tariff'>
  utility_id: Id<'utility'>
  number: number
  name: string
  code: string
  commodity: Commodity
  valid_from: Date
  definition: TariffDefinition
  currency: string
  currency_decimals: Currency['decimals']
}

async function readVersion(
  tenantId: Id<'tenant'>,
  versionId: Id<'version'>,
): Promise<TariffVersion> {
  const row = await reading({ tenantId }, (db) =>
    db.row<VersionRow>(
      `select v.id, v.tariff_id, t.utility_id, v.number, t.name, t.code, t.commodity, v.valid_from,
              v.definition, u.currency, u.currency_decimals
       from tariffs.version v
       join tariffs.tariff t on t.tenant_id = $1 and t.id = v.tariff_id
       join tenants.utility u on u.tenant_id = $1 and u.id = t.utility_id
       where v.tenant_id = $1 and v.id = $2 and v.state in ('scheduled', 'retired')`,
      [tenantId, versionId],
    ),
  )
  if (!row) throw VersionUnknown()
  const currency = { code: row.currency, decimals: row.currency_decimals }
  return {
    id: row.id,
    tariffId: row.tariff_id,
    utilityId: row.utility_id,
    number: row.number,
    name: row.name,
    code: row.code,
    commodity: row.commodity,
    validFrom: row.valid_from,
    definition: row.definition,
    tariff: compileTariff(row.definition, currency, TOKEN_UNIT_DECIMALS),
  }
}
