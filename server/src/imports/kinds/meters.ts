import { checkDigit, hasValidCheckDigit } from '@saldo/sts'
import type { Db } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Commodity } from '../../ledger/index.ts'
import {
  type MeterOfMany,
  registerMeters,
  type StsData,
  takenMeterNumbers,
  unregisterMeters,
} from '../../meters/index.ts'
import { readUtility } from '../../tenants/index.ts'
import type { Complain, Kind, Scope } from '../kind.ts'
import { cellReader, plain } from './cells.ts'

const algorithms = new Map([
  ['7', 7],
  ['07', 7],
  ['ea07', 7],
  ['ea7', 7],
  ['sta', 7],
  ['11', 11],
  ['ea11', 11],
  ['misty1', 11],
])
const generations = new Map([
  ['2', 2],
  ['02', 2],
  ['dkga02', 2],
  ['dkga2', 2],
  ['4', 4],
  ['04', 4],
  ['dkga04', 4],
  ['dkga4', 4],
])
const baseDates = new Map([1993, 2014, 2035].map((year) => [`${year}`, year]))

const column = (name: string, headings: string, choices?: readonly string[]) => ({
  name,
  required: false,
  headings: headings.split(', '),
  ...(choices && { choices }),
})

/**
 * Meters of a lot, as their maker lists them: they come into stock and are linked to a place later. What the
 * token chip holds is given whole or, for meters of which nothing is known yet, not at all.
 */
export const meters: Kind<MeterOfMany> = {
  name: 'meters',
  permission: 'meter.register',
  tables: ['meters.meter', 'meters.sts_data'],
  keyColumn: 'serialNumber',
  columns: [
    {
      ...column(
        'serialNumber',
        'meter number, meter no, meter, serial number, serial no, serial, drn, msno, meter serial number',
      ),
      required: true,
    },
    column('commodity', 'commodity, resource, utility type, service', [
      'electricity',
      'water',
      'gas',
    ]),
    column('model', 'model, meter model, type, meter type, make'),
    column('supplyGroup', 'supply group, supply group code, sgc'),
    column('keyRevision', 'key revision, key revision number, krn'),
    column('tariffIndex', 'tariff index, ti'),
    column('keyType', 'key type, kt'),
    column('keyExpiry', 'key expiry, key expiry number, ken'),
    column('keyAlgorithm', 'key algorithm, key generation, dkga, key generation algorithm', [
      '2',
      '4',
    ]),
    column('encryptionAlgorithm', 'encryption algorithm, algorithm, ea, token algorithm', [
      '7',
      '11',
    ]),
    column('baseDate', 'base date, bdt, base year', ['1993', '2014', '2035']),
  ],
  keyOf: ({ serialNumber }) => serialNumber,
  async reader(db, scope) {
    const groups = await supplyGroups(db, scope)
    const { commodities } = await readUtility(scope.actor, scope.utilityId)
    const named = new Map(commodities.map((name) => [plain(name), name] as const))
    const only = commodities.length === 1 ? commodities[0] : undefined
    return (cells, complain) => {
      const row = cellReader(cells, complain)
      const serialNumber = cells.serialNumber ?? ''
      checkNumber(serialNumber, complain)
      const measured: Commodity | undefined =
        row.isEmpty('commodity') && only ? only : row.choice('commodity', named)
      const model = row.text('model', 80)
      const sts = stsDataOf(row, cells, groups, complain)
      return { serialNumber, commodity: measured ?? 'electricity', model, ...(sts && { sts }) }
    }
  },
  taken: (db, { actor }, keys) => takenMeterNumbers(db, actor.tenantId, keys),
  write: (tx, { actor, utilityId }, things) =>
    registerMeters(
      tx,
      actor,
      utilityId,
      things.map(({ id, thing }) => ({ ...thing, id: id as Id<'meter'> })),
    ),
  inUse: usedSince,
  remove: (tx, { actor, utilityId }, ids) => unregisterMeters(tx, actor, utilityId, ids),
}

function checkNumber(number: string, complain: Complain): void {
  const body = number.slice(0, -1)
  if (number === '') complain('serialNumber', 'required')
  else if (!/^[0-9]+$/.test(number)) complain('serialNumber', 'not_a_number')
  else if (number.length === 11 || number.length === 13) {
    if (!hasValidCheckDigit(number))
      complain('serialNumber', 'check_digit', body + checkDigit(body))
  } else if ([10, 12].includes(number.length) && hasValidCheckDigit(`0${number}`)) {
    // A spreadsheet program takes the number for a quantity and drops its first digit.
    complain('serialNumber', 'zero_lost', `0${number}`)
  } else complain('serialNumber', 'wrong_length', '11, 13')
}

const ofTheChip = [
  'supplyGroup',
  'keyRevision',
  'tariffIndex',
  'keyType',
  'keyExpiry',
  'keyAlgorithm',
  'encryptionAlgorithm',
  'baseDate',
]

function stsDataOf(
  row: ReturnType<typeof cellReader>,
  cells: Readonly<Record<string, string>>,
  groups: ReadonlyMap<string, Id<'supply_group'>>,
  complain: Complain,
): StsData | undefined {
  if (ofTheChip.every((name) => row.isEmpty(name))) return undefined
  const code = cells.supplyGroup ?? ''
  if (code === '') complain('supplyGroup', 'required')
  else if (!/^[0-9]{6}$/.test(code)) complain('supplyGroup', 'wrong_length', '6')
  const supplyGroupId = groups.get(code)
  if (!supplyGroupId) complain('supplyGroup', 'unknown')
  const keyAlgorithm = row.choice('keyAlgorithm', generations) ?? 0
  const encryptionAlgorithm = row.choice('encryptionAlgorithm', algorithms) ?? 0
  // MISTY1 takes keys of 128 bits; DKGA02 makes 64.
  if (encryptionAlgorithm === 11 && keyAlgorithm === 2) complain('keyAlgorithm', 'impossible', '4')
  return {
    supplyGroupId: supplyGroupId ?? ('' as Id<'supply_group'>),
    keyRevision: row.whole('keyRevision', 1, 9),
    tariffIndex: row.whole('tariffIndex', 0, 99),
    // 2, a key of the utility's own, and 255, one that never expires, are what all but test meters have.
    keyType: row.isEmpty('keyType') ? 2 : row.whole('keyType', 0, 3),
    keyExpiry: row.isEmpty('keyExpiry') ? 255 : row.whole('keyExpiry', 0, 255),
    keyAlgorithm,
    encryptionAlgorithm,
    baseDate: row.choice('baseDate', baseDates) ?? 0,
  }
}

async function supplyGroups(db: Db, { actor, utilityId }: Scope) {
  const rows = await db.rows<{ code: string; id: Id<'supply_group'> }>(
    'select code, id from keys.supply_group where tenant_id = $1 and utility_id = $2',
    [actor.tenantId, utilityId],
  )
  return new Map(rows.map(({ code, id }) => [code, id]))
}

/** A meter that serves, or ever served, a place, or for which a token was made, stays. */
async function usedSince(db: Db, { actor }: Scope, ids: readonly string[]) {
  const rows = await db.rows<{ id: string; how: string }>(
    `select m.id, case when l.meter_id is not null then 'linked' when r.meter_id is not null then 'sold_to' else 'changed' end as how
     from meters.meter m
     left join lateral (select l.meter_id from usage_points.link l
       where l.tenant_id = $1 and l.meter_id = m.id limit 1) l on true
     left join lateral (select r.meter_id from tokens.register r
       where r.tenant_id = $1 and r.meter_id = m.id limit 1) r on true
     where m.tenant_id = $1 and m.id = any ($2)
       and (m.status <> 'stock' or l.meter_id is not null or r.meter_id is not null
            or (select count(*) from meters.sts_data s where s.tenant_id = $1 and s.meter_id = m.id) > 1)`,
    [actor.tenantId, ids],
  )
  return new Map(rows.map(({ id, how }) => [id, how]))
}
