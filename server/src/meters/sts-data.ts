import { type Actor, requirePermission } from '../access/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'

export const StsDataMalformed = refusal(
  'meter.keys_malformed',
  400,
  'What this meter is said to hold as a key cannot be so.',
)
export const StsDataOverlaps = refusal(
  'meter.keys_overlap',
  409,
  'Another key of this meter is recorded for this time.',
)
export const MeterGroupUnknown = refusal(
  'meter.group_unknown',
  404,
  'The supply group of this meter is not registered.',
)

/** What the token chip of a meter holds: it decides how its tokens are enciphered. */
export type StsData = {
  readonly supplyGroupId: Id<'supply_group'>
  /** 1 to 9. */
  readonly keyRevision: number
  /** 0 initialization, 1 default, 2 unique, 3 common. */
  readonly keyType: number
  /** 0 to 99. */
  readonly tariffIndex: number
  /** 0 to 255. */
  readonly keyExpiry: number
  /** Decoder key generation: 2 or 4. */
  readonly keyAlgorithm: number
  /** 7 (STA) or 11 (MISTY1). */
  readonly encryptionAlgorithm: number
  readonly baseDate: number
}

/**
 * Records what a meter's chip holds from an instant on; what it held before ends there. The history is
 * kept: it says with which key an old token was made.
 */
export async function recordStsData(
  tx: Tx,
  actor: Actor,
  meterId: Id<'meter'>,
  data: StsData,
  from: Date,
): Promise<void> {
  requirePermission(actor, 'meter.register')
  check(data)
  await tx.execute(
    `update meters.sts_data set valid_until = $3
     where tenant_id = $1 and meter_id = $2 and valid_from < $3 and valid_until is null`,
    [actor.tenantId, meterId, from],
  )
  const overlap = () => StsDataOverlaps()
  await refusing(
    {
      sts_data_no_overlap: overlap,
      sts_data_pkey: overlap,
      sts_data_group: () => MeterGroupUnknown(),
    },
    () =>
      tx.execute(
        `insert into meters.sts_data
           (tenant_id, meter_id, valid_from, supply_group_id, key_revision, key_type, tariff_index,
            key_expiry, key_algorithm, encryption_algorithm, base_date)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          actor.tenantId,
          meterId,
          from,
          data.supplyGroupId,
          data.keyRevision,
          data.keyType,
          data.tariffIndex,
          data.keyExpiry,
          data.keyAlgorithm,
          data.encryptionAlgorithm,
          data.baseDate,
        ],
      ),
  )
  await tx.execute(
    'update meters.meter set supply_group_id = $3 where tenant_id = $1 and id = $2',
    [actor.tenantId, meterId, data.supplyGroupId],
  )
}

/** What a meter's chip holds at an instant; undefined when nothing is recorded. */
export function currentStsData(
  db: Db,
  tenantId: Id<'tenant'>,
  meterId: Id<'meter'>,
  at: Date,
): Promise<StsData | undefined> {
  return db.row<StsData>(
    `select supply_group_id as "supplyGroupId", key_revision as "keyRevision", key_type as "keyType",
            tariff_index as "tariffIndex", key_expiry as "keyExpiry", key_algorithm as "keyAlgorithm",
            encryption_algorithm as "encryptionAlgorithm", base_date as "baseDate"
     from meters.sts_data
     where tenant_id = $1 and meter_id = $2 and valid_from <= $3
       and (valid_until is null or valid_until > $3)`,
    [tenantId, meterId, at],
  )
}

function check(data: StsData): void {
  const between = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most
  const faults = [
    !between(data.keyRevision, 1, 9) && '/keyRevision',
    !between(data.keyType, 0, 3) && '/keyType',
    !between(data.tariffIndex, 0, 99) && '/tariffIndex',
    !between(data.keyExpiry, 0, 255) && '/keyExpiry',
    ![2, 4].includes(data.keyAlgorithm) && '/keyAlgorithm',
    ![7, 11].includes(data.encryptionAlgorithm) && '/encryptionAlgorithm',
    ![1993, 2014, 2035].includes(data.baseDate) && '/baseDate',
    // MISTY1 takes keys of 128 bits; DKGA02 makes 64.
    data.encryptionAlgorithm === 11 && data.keyAlgorithm === 2 && '/keyAlgorithm',
  ].filter((pointer) => pointer !== false)
  if (faults.length > 0) {
    const errors = faults.map((pointer) => ({ pointer, code: 'meter.keys_malformed' }))
    throw StsDataMalformed({}, { errors })
  }
}
