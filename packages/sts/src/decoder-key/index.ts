import { StsError } from '../errors.ts'
import { type Dkga02Key, dkga02, dkga02Key } from './dkga02.ts'
import { type Dkga04Key, dkga04, dkga04Key } from './dkga04.ts'
import { checkKeyParameters, type Dkga, type KeyParameters } from './parameters.ts'

/** A vending key made ready for many meters. Secret: do not log it. */
export type VendingKey = Dkga02Key | Dkga04Key

/**
 * Makes a vending key ready, once for all meters of its supply group.
 * @param bytes 8 bytes with odd parity for DKGA02, 20 bytes for DKGA04
 * @throws StsError `key.length` or `key.parity`
 */
export function vendingKey(dkga: Dkga, bytes: Uint8Array): VendingKey {
  return dkga === 2 ? dkga02Key(bytes) : dkga04Key(bytes)
}

/**
 * The decoder key of a meter: 8 bytes for EA07, 16 for EA11, in the order in which keys are printed.
 * @param key the vending key, plain or (faster for many meters) made ready by `vendingKey`
 * @throws StsError `key.parameter`, `key.type-unsupported`, `key.length`, `key.parity`, `pan.format`,
 *   `pan.check-digit`
 */
export function decoderKey(parameters: KeyParameters, key: VendingKey | Uint8Array): Uint8Array {
  checkKeyParameters(parameters)
  const ready = key instanceof Uint8Array ? vendingKey(parameters.dkga, key) : key
  if (ready.dkga !== parameters.dkga) {
    throw new StsError(
      'key.parameter',
      'The vending key belongs to another key generation algorithm.',
    )
  }
  return ready.dkga === 2 ? dkga02(ready, parameters) : dkga04(ready, parameters)
}
