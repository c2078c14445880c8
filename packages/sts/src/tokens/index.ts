import type { Algorithm } from '../ciphers/index.ts'
import { StsError } from '../errors.ts'
import { type ClearCredit, clearCredit } from './clear-credit.ts'
import { type ClearTamper, clearTamper } from './clear-tamper.ts'
import { type ProprietaryManagement, proprietaryManagement } from './proprietary-management.ts'
import { type ProprietaryTest, proprietaryTest } from './proprietary-test.ts'
import { type ReadExtended, readExtended } from './read-extended.ts'
import {
  type Set1stSectionDecoderKey,
  set1stSectionDecoderKey,
} from './set-1st-section-decoder-key.ts'
import {
  type Set2ndSectionDecoderKey,
  set2ndSectionDecoderKey,
} from './set-2nd-section-decoder-key.ts'
import {
  type Set3rdSectionDecoderKey,
  set3rdSectionDecoderKey,
} from './set-3rd-section-decoder-key.ts'
import {
  type Set4thSectionDecoderKey,
  set4thSectionDecoderKey,
} from './set-4th-section-decoder-key.ts'
import { type SetExtended, setExtended } from './set-extended.ts'
import { type SetMaximumPowerLimit, setMaximumPowerLimit } from './set-maximum-power-limit.ts'
import { type SetPhaseUnbalanceLimit, setPhaseUnbalanceLimit } from './set-phase-unbalance-limit.ts'
import { type SetSupplyGroupCode, setSupplyGroupCode } from './set-supply-group-code.ts'
import { type SetTariffRate, setTariffRate } from './set-tariff-rate.ts'
import { type SetWaterFactor, setWaterFactor } from './set-water-factor.ts'
import { type TestDisplay, testDisplay } from './test-display.ts'
import type { TokenType } from './token-type.ts'
import { type TransferCredit, transferCredit } from './transfer-credit.ts'
import { type TransferCreditCurrency, transferCreditCurrency } from './transfer-credit-currency.ts'

/** What a token says. */
export type Message =
  | TransferCredit
  | TransferCreditCurrency
  | TestDisplay
  | ReadExtended
  | ProprietaryTest
  | SetMaximumPowerLimit
  | ClearCredit
  | SetTariffRate
  | Set1stSectionDecoderKey
  | Set2ndSectionDecoderKey
  | ClearTamper
  | SetPhaseUnbalanceLimit
  | SetWaterFactor
  | Set3rdSectionDecoderKey
  | SetSupplyGroupCode
  | Set4thSectionDecoderKey
  | SetExtended
  | ProprietaryManagement

/** Every kind of token, in the order of class and subclass. A new one is a file in this folder and a line here. */
export const TOKEN_TYPES: readonly TokenType<Message>[] = [
  transferCredit,
  transferCreditCurrency,
  testDisplay,
  readExtended,
  proprietaryTest,
  setMaximumPowerLimit,
  clearCredit,
  setTariffRate,
  set1stSectionDecoderKey,
  set2ndSectionDecoderKey,
  clearTamper,
  setPhaseUnbalanceLimit,
  setWaterFactor,
  set3rdSectionDecoderKey,
  setSupplyGroupCode,
  set4thSectionDecoderKey,
  setExtended,
  proprietaryManagement,
]

const BY_NAME = new Map<string, TokenType<Message>>(TOKEN_TYPES.map((type) => [type.name, type]))
const BY_PLACE = { 7: byPlace(7), 11: byPlace(11) }

/**
 * The kind of token of a message.
 * @throws StsError `token.unknown-type` or `token.wrong-algorithm`
 */
export function typeOf(name: string, algorithm?: Algorithm): TokenType<Message> {
  const type = BY_NAME.get(name)
  if (type === undefined)
    throw new StsError('token.unknown-type', 'There is no such kind of token.')
  if (algorithm !== undefined && !type.algorithms.includes(algorithm)) {
    throw new StsError(
      'token.wrong-algorithm',
      `${type.title} does not exist under EA${algorithm}.`,
    )
  }
  return type
}

/** The kind of token at a class and subclass, or undefined where the standard has none. */
export function typeAt(
  tokenClass: number,
  subclass: number,
  algorithm: Algorithm = 7,
): TokenType<Message> | undefined {
  return BY_PLACE[algorithm][(tokenClass << 4) | subclass]
}

function byPlace(algorithm: Algorithm): readonly (TokenType<Message> | undefined)[] {
  const places = new Array<TokenType<Message> | undefined>(64).fill(undefined)
  for (const type of TOKEN_TYPES) {
    if (!type.algorithms.includes(algorithm)) continue
    for (const subclass of type.subclasses) places[(type.tokenClass << 4) | subclass] = type
  }
  return places
}
