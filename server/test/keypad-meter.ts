import {
  decoderKey,
  enterToken,
  type MeterResult,
  newMeter,
  parseDrn,
  vendingKey,
} from '@saldo/sts'
import { now } from '../src/kernel/clock.ts'
import { VENDING_KEY, type World, type WorldMeter } from './harness.ts'

/**
 * The meter at the customer's home: it derives its key from the vending key by itself and knows nothing of the
 * server that sells.
 */
export function keypadMeter(
  { options }: World,
  { serialNumber }: Pick<WorldMeter, 'serialNumber'>,
): { enter(digits: string): { result: MeterResult; units: bigint } } {
  const algorithm = options.algorithm ?? 7
  const service = options.commodity ?? 'electricity'
  let state = newMeter({
    algorithm,
    keyType: 2,
    services: [service],
    keyExpiry: options.keyExpiry ?? 255,
    supplyGroupCode: '600675',
    decoderKey: decoderKey(
      {
        pan: parseDrn(serialNumber).pan,
        supplyGroupCode: '600675',
        keyRevision: 1,
        keyType: 2,
        tariffIndex: 1,
        algorithm,
        dkga: 4,
        baseDate: options.baseDate ?? 2014,
      },
      vendingKey(4, VENDING_KEY),
    ),
  })
  return {
    enter(digits) {
      const entry = enterToken(state, digits, now())
      state = entry.state
      return { result: entry.result, units: state.units[service] }
    },
  }
}
