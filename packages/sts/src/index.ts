export {
  decodeAmount,
  decodeCurrencyAmount,
  decodedCurrencyAmount,
  decodedUnits,
  encodeAmount,
  encodeCurrencyAmount,
  LARGEST_CURRENCY_AMOUNT,
  LARGEST_UNITS,
} from './amount.ts'
export type { Block } from './ciphers/block.ts'
export {
  type Algorithm,
  DECODER_KEY_BYTES,
  decipherBlock,
  encipherBlock,
  type TokenCipher,
  tokenCipher,
} from './ciphers/index.ts'
export {
  OPERATIONAL_TABLES,
  SAMPLE_TABLES,
  type StaTables,
  staTables,
} from './ciphers/sta-tables.ts'
export { crc } from './crc.ts'
export { dkga02Blocks } from './decoder-key/dkga02.ts'
export { dkga04Message } from './decoder-key/dkga04.ts'
export { decoderKey, type VendingKey, vendingKey } from './decoder-key/index.ts'
export type { Dkga, KeyParameters, KeyType } from './decoder-key/parameters.ts'
export { type ClassedBlock, fromDigits, groupDigits, toDigits } from './digits.ts'
export { StsError, type StsErrorCode } from './errors.ts'
export { type IssuingKey, issueToken, refuseToIssue } from './issue.ts'
export {
  isKeyChangePermitted,
  issueKeyChange,
  type KeyChange,
  keyChangeMessages,
  type NewKey,
} from './key-change.ts'
export {
  checkDigit,
  drnOf,
  hasValidCheckDigit,
  type MeterNumber,
  parseDrn,
  parsePan,
} from './meter-number.ts'
export {
  type Lockout,
  type MeterKey,
  type MeterSettings,
  type MeterState,
  meterFromJson,
  meterToJson,
  type NewMeter,
  newMeter,
  type Registers,
} from './meter-state.ts'
export { type Entry, enterToken, type MeterResult } from './model-meter.ts'
export {
  BASE_DATES,
  type BaseDate,
  instantOfTid,
  isPastKeyExpiry,
  isReservedTid,
  LAST_TID,
  minutesSince,
  nextTid,
  reservedTidAt,
  tidAt,
} from './tid.ts'
export { emptyTidMemory, judgeTid, rememberTid, tidMemoryOf } from './tid-memory.ts'
export { decipherToken, encipherToken, type Reading, tokenBlock } from './token.ts'
export { ALL_REGISTERS, REGISTERS } from './tokens/clear-credit.ts'
export { type Message, TOKEN_TYPES, typeAt, typeOf } from './tokens/index.ts'
export { SERVICES, type Service } from './tokens/service.ts'
export { EXTENDED_FLAGS, extendedFlag } from './tokens/set-extended.ts'
export { controlOf, TESTS, testsOf } from './tokens/test-display.ts'
export { type Field, outOfRange, type TokenType } from './tokens/token-type.ts'
export type { TransferCredit } from './tokens/transfer-credit.ts'
export type { TransferCreditCurrency } from './tokens/transfer-credit-currency.ts'
