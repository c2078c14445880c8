import { type BaseDate, decodedUnits, nextTid, parseDrn, StsError } from '@saldo/sts'
import type { Id } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { type KeyName, securityModule, vendingKeyFor } from '../keys/index.ts'
import type { Commodity } from '../ledger/index.ts'
import type { IssuedCredit } from './issued.ts'

export const IdentifiersUsedUp = refusal(
  'meter.identifiers_used_up',
  422,
  'The token identifiers of this meter are used up. Change its key to a later base date first.',
)

/** What the token is for. The key data are those that the meter holds now. */
export interface CreditOrder {
  readonly tenantId: Id<'tenant'>
  readonly serialNumber: string
  readonly commodity: Commodity
  readonly sts: KeyName & {
    readonly supplyGroup: string
    readonly tariffIndex: number
    readonly keyExpiry: number
    readonly encryptionAlgorithm: number
  }
  /** The last identifier that the database knows for this meter, and its base date. */
  readonly register: { readonly lastTid: number; readonly baseDate: number } | null
  /** Quanta: tenths of a kWh or m³. */
  readonly units: bigint
  readonly at: Date
}

/**
 * Has the security module make a credit token. The identifier is proposed from the database's register: the
 * minute of now, or one more than the last. Nobody may see the token before its sale is committed, and the
 * commit accepts the identifier only if it is still newer than the meter's last.
 */
export async function issueCredit(order: CreditOrder): Promise<IssuedCredit> {
  const { sts, register } = order
  const baseDate = sts.baseDate as BaseDate
  const lastTid =
    register && register.baseDate === baseDate && register.lastTid > 0 ? register.lastTid : null
  const tid = proposedTid(baseDate, order.at, lastTid)
  const keyId = await vendingKeyFor({ tenantId: order.tenantId }, sts)
  const { digits } = securityModule().proposeCredit({
    keyId,
    meter: {
      pan: parseDrn(order.serialNumber).pan,
      supplyGroupCode: sts.supplyGroup,
      keyRevision: sts.keyRevision,
      keyType: sts.keyType as 0 | 1 | 2 | 3,
      tariffIndex: sts.tariffIndex,
      algorithm: sts.encryptionAlgorithm as 7 | 11,
      dkga: sts.keyAlgorithm as 2 | 4,
      baseDate,
      keyExpiry: sts.keyExpiry,
    },
    service: order.commodity,
    units: order.units,
    tid,
  })
  return {
    kind: 'credit',
    digits,
    tid,
    baseDate,
    supplyGroup: sts.supplyGroup,
    keyRevision: sts.keyRevision,
    tariffIndex: sts.tariffIndex,
  }
}

/** What a token can carry for these quanta, never less; undefined when none can (IEC 62055-41, 6.3.6). */
export function encodableUnits(quanta: bigint): bigint | undefined {
  try {
    return decodedUnits(quanta)
  } catch {
    return undefined
  }
}

function proposedTid(baseDate: BaseDate, at: Date, lastTid: number | null): number {
  try {
    return nextTid(baseDate, at, lastTid)
  } catch (error) {
    if (error instanceof StsError) throw IdentifiersUsedUp({ baseDate })
    throw error
  }
}
