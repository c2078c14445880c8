import {
  type BaseDate,
  encipherToken,
  enterToken,
  groupDigits,
  type KeyType,
  keyChangeMessages,
  newMeter,
  tokenBlock,
  tokenCipher,
  typeOf,
} from '../../src/index.ts'
import { classedBlockOf, crcSteps, hexBlock, token66 } from './block-values.ts'
import { algorithmIn, derivedKey, tablesIn } from './keys.ts'
import {
  BadVector,
  type Computed,
  hexOf,
  numberIn,
  textIn,
  type Values,
  valuesIn,
} from './vector.ts'

export function computeKeyChangeSet(input: Values): Computed {
  const algorithm = algorithmIn(input)
  const tables = tablesIn(input)
  const from = valuesIn(input, 'from')
  const to = valuesIn(input, 'to')
  const oldKey = derivedKey(from, algorithm)
  const newKey = derivedKey(to, algorithm)
  const cipher = tokenCipher(algorithm, oldKey.bytes, tables)
  const rollover = baseDateIn(from) !== baseDateIn(to)
  if (Number(rollover) !== numberIn(input, 'rollover')) {
    throw new BadVector('rollover is not what the base dates say')
  }
  const key = {
    decoderKey: newKey.bytes,
    keyType: numberIn(to, 'keyType') as KeyType,
    keyExpiry: numberIn(to, 'keyExpiry'),
    keyRevision: numberIn(to, 'keyRevision'),
    tariffIndex: numberIn(to, 'tariffIndex'),
    supplyGroupCode: textIn(to, 'supplyGroupCode'),
  }
  const withSupplyGroup = input.threeTokenSet === true
  const messages = keyChangeMessages(algorithm, key, { rollover, withSupplyGroup })
  const tokens = messages.map((message) => encipherToken(cipher, message))
  requireMeterToTake(tokens, input, oldKey.bytes, newKey.bytes)
  return {
    output: { tokens, grouped: tokens.map(groupDigits) },
    steps: {
      fromDkga: oldKey.dkga,
      fromDecoderKey: hexOf(oldKey.bytes),
      toDkga: newKey.dkga,
      toDecoderKey: hexOf(newKey.bytes),
      tokens: messages.map((message, i) => {
        const block = tokenBlock(message, algorithm)
        const { tokenClass: _, ...cipherBlock } = classedBlockOf(tokens[i]!)
        return {
          subclass: typeOf(message.type).subclasses[0],
          ...crcSteps(2, block, false),
          block: hexBlock(block),
          cipherBlock: hexBlock(cipherBlock),
          token66: token66(tokens[i]!),
        }
      }),
    },
  }
}

function requireMeterToTake(
  tokens: readonly string[],
  input: Values,
  oldKey: Uint8Array,
  newKey: Uint8Array,
): void {
  let meter = newMeter({
    algorithm: algorithmIn(input),
    decoderKey: oldKey,
    keyType: numberIn(valuesIn(input, 'from'), 'keyType') as KeyType,
    services: ['electricity'],
  })
  for (const token of tokens) meter = enterToken(meter, token, new Date(0), tablesIn(input)).state
  if (meter.key.decoderKey !== hexOf(newKey)) {
    throw new BadVector('the model meter does not hold the new key after the set')
  }
}

function baseDateIn(values: Values): BaseDate {
  return numberIn(values, 'baseDate') as BaseDate
}
