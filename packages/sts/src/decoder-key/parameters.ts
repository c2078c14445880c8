import { type Algorithm, DECODER_KEY_BYTES } from '../ciphers/index.ts'
import { StsError } from '../errors.ts'
import { parsePan } from '../meter-number.ts'
import { BASE_DATES, type BaseDate } from '../tid.ts'

/** 0 initialisation (the maker's), 1 default, 2 unique, 3 common to a group (magnetic cards only). */
export type KeyType = 0 | 1 | 2 | 3

/** Key generation algorithm: 2 is single DES (EA07 only), 4 is HMAC-SHA-256. */
export type Dkga = 2 | 4

/** Everything about a meter that enters its decoder key. The key expiry number does not. */
export type KeyParameters = {
  readonly dkga: Dkga
  readonly algorithm: Algorithm
  /** Attribute of the vending key. */
  readonly baseDate: BaseDate
  /** 18 digits, see `parseDrn`. */
  readonly pan: string
  readonly keyType: KeyType
  /** Six digits. */
  readonly supplyGroupCode: string
  /** 0 .. 99 */
  readonly tariffIndex: number
  /** Revision of the vending key in its supply group, 1 .. 9. */
  readonly keyRevision: number
}

/** @throws StsError `key.parameter`, `key.type-unsupported`, or what `parsePan` throws */
export function checkKeyParameters(parameters: KeyParameters): void {
  const { dkga, algorithm, baseDate, keyType, supplyGroupCode, tariffIndex, keyRevision } =
    parameters
  parsePan(parameters.pan)
  if (dkga !== 2 && dkga !== 4) throw wrong('The key generation algorithm is 02 or 04.')
  if (DECODER_KEY_BYTES[algorithm] === undefined) throw wrong('The algorithm is EA07 or EA11.')
  if (dkga === 2 && algorithm !== 7) throw wrong('DKGA02 makes keys for EA07 only.')
  if (!BASE_DATES.includes(baseDate)) throw wrong('The base date is 1993, 2014 or 2035.')
  if (!/^[0-9]{6}$/.test(supplyGroupCode)) throw wrong('A supply group code has six digits.')
  if (!Number.isInteger(tariffIndex) || tariffIndex < 0 || tariffIndex > 99) {
    throw wrong('A tariff index is 0 to 99.')
  }
  if (!Number.isInteger(keyRevision) || keyRevision < 1 || keyRevision > 9) {
    throw wrong('A key revision is 1 to 9.')
  }
  if (keyType !== 1 && keyType !== 2 && keyType !== 3) {
    throw new StsError('key.type-unsupported', 'Only key types 1, 2 and 3 come from a vending key.')
  }
}

function wrong(message: string): StsError {
  return new StsError('key.parameter', message)
}
