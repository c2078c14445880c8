import { createHmac } from 'node:crypto'
import {
  type Algorithm,
  type BaseDate,
  type Dkga,
  decoderKey,
  dkga02Blocks,
  dkga04Message,
  type KeyParameters,
  type KeyType,
  OPERATIONAL_TABLES,
  parsePan,
  SAMPLE_TABLES,
  type StaTables,
} from '../../src/index.ts'
import {
  BadVector,
  bytesIn,
  type Computed,
  hexOf,
  numberIn,
  textIn,
  type Values,
} from './vector.ts'

export function algorithmIn(input: Values): Algorithm {
  const ea = numberIn(input, 'ea')
  if (ea !== 7 && ea !== 11) throw new BadVector('ea is not 7 or 11')
  return ea
}

export function tablesIn(input: Values): StaTables {
  const name = input.staTables ?? 'operational'
  if (name === 'operational') return OPERATIONAL_TABLES
  if (name === 'sample') return SAMPLE_TABLES
  throw new BadVector('staTables is neither operational nor sample')
}

/** Values that are out of range are left for the package to refuse. */
export function keyParametersIn(input: Values, algorithm: Algorithm): KeyParameters {
  const pan = textIn(input, 'meterPan')
  if (input.drn !== undefined && parsePan(pan).drn !== input.drn) {
    throw new BadVector('drn and meterPan are different meters')
  }
  return {
    algorithm,
    pan,
    dkga: numberIn(input, 'dkga') as Dkga,
    baseDate: numberIn(input, 'baseDate') as BaseDate,
    keyType: numberIn(input, 'keyType') as KeyType,
    supplyGroupCode: textIn(input, 'supplyGroupCode'),
    tariffIndex: numberIn(input, 'tariffIndex'),
    keyRevision: numberIn(input, 'keyRevision'),
  }
}

export type DerivedKey = { readonly bytes: Uint8Array; readonly dkga: Values }

/** The decoder key, and the intermediate values of its derivation. */
export function derivedKey(input: Values, algorithm: Algorithm): DerivedKey {
  const parameters = keyParametersIn(input, algorithm)
  const vendingKey = bytesIn(input, 'vendingKey')
  const bytes = decoderKey(parameters, vendingKey)
  if (parameters.dkga === 4) {
    const message = dkga04Message(parameters)
    const mac = createHmac('sha256', vendingKey).update(message).digest()
    return { bytes, dkga: { message: hexOf(message), mac: hexOf(mac) } }
  }
  const { panBlock, controlBlock, dataBlock } = dkga02Blocks(parameters)
  return {
    bytes,
    dkga: {
      panBlock: hexOf(panBlock),
      controlBlock: hexOf(controlBlock),
      dataBlock: hexOf(dataBlock),
      des: hexOf(bytes.map((byte, i) => byte ^ dataBlock[i]! ^ vendingKey[i]!)),
    },
  }
}

export function computeDecoderKey(input: Values): Computed {
  const { bytes, dkga } = derivedKey(input, algorithmIn(input))
  return { output: { decoderKey: hexOf(bytes) }, steps: { dkga } }
}
