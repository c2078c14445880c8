import { tokenCipher } from './ciphers/index.ts'
import { OPERATIONAL_TABLES, type StaTables } from './ciphers/sta-tables.ts'
import { takeSection } from './meter-key-change.ts'
import { EMPTY_REGISTERS, type MeterState, type Registers } from './meter-state.ts'
import { isPastKeyExpiry } from './tid.ts'
import { judgeTid, rememberTid } from './tid-memory.ts'
import { decipherToken } from './token.ts'
import { ALL_REGISTERS } from './tokens/clear-credit.ts'
import { type Message, typeOf } from './tokens/index.ts'
import { SERVICES, type Service } from './tokens/service.ts'
import { CONTROL_INDEX, FLAG_INDEX } from './tokens/set-extended.ts'

/** What a meter answers, by the standard's names; `LockedOut` is the makers' own. */
export type MeterResult =
  | 'Accept'
  | '1stKCT'
  | '2ndKCT'
  | '3rdKCT'
  | '4thKCT'
  | 'FormatError'
  | 'FunctionError'
  | 'CRCError'
  | 'MfrCodeError'
  | 'DDTKError'
  | 'KeyExpiredError'
  | 'UsedError'
  | 'OldError'
  | 'RangeError'
  | 'OverflowError'
  | 'KeyTypeError'
  | 'LockedOut'

/** The answer to one entry, and the meter after it. */
export type Entry = {
  readonly result: MeterResult
  readonly state: MeterState
  /** What the token said, when it could be read. */
  readonly message?: Message
  /** True for the entry that completed a key change. */
  readonly keyChanged: boolean
}

type Refusal = Exclude<MeterResult, 'Accept' | '1stKCT' | '2ndKCT' | '3rdKCT' | '4thKCT'>

const MILLISECONDS_OF_A_MINUTE = 60_000

/**
 * Enters a token at a meter: the meter's side of the standard, in the order of its result list. A refused token
 * changes nothing but the count of wrong entries.
 * @param now for the lock-out and the time limit of a key change only; a meter cannot check a token's age
 */
export function enterToken(
  state: MeterState,
  digits: string,
  now: Date,
  tables: StaTables = OPERATIONAL_TABLES,
): Entry {
  if (now.getTime() < state.lockedUntil) return { result: 'LockedOut', state, keyChanged: false }
  const key = Buffer.from(state.key.decoderKey, 'hex')
  const reading = decipherToken(tokenCipher(state.settings.algorithm, key, tables), digits)
  if (reading.result !== 'Read') {
    const after = reading.result === 'CRCError' ? afterWrongEntry(state, now) : state
    return { result: reading.result, state: after, keyChanged: false }
  }
  const { message } = reading
  const refusal = refusalOf(state, message, reading.inRange)
  if (refusal !== null) return { result: refusal, state, message, keyChanged: false }
  const { result, next, keyChanged } = act(state, message, now)
  return { result, state: next ?? state, message, keyChanged: keyChanged ?? false }
}

type Act = {
  readonly result: MeterResult
  readonly next?: MeterState
  readonly keyChanged?: boolean
}

function act(state: MeterState, message: Message, now: Date): Act {
  const ready = state.wrongEntries > 0 ? { ...state, wrongEntries: 0 } : state
  const section = takeSection(ready, message, now)
  if (section !== null) return section
  const acted = obeyed(ready, message)
  if (typeof acted === 'string') return { result: acted }
  // Only a token that was acted upon uses up its identifier.
  const next = 'tid' in message ? { ...acted, tids: rememberTid(acted.tids, message.tid) } : acted
  return { result: 'Accept', next }
}

function refusalOf(state: MeterState, message: Message, inRange: boolean): Refusal | null {
  const { settings, key } = state
  if (!supports(state, message)) return 'FunctionError'
  if (message.type === 'test-display' && !isOwnMaker(settings.manufacturerCode, message)) {
    return 'MfrCodeError'
  }
  if (key.keyType === 1 && typeOf(message.type).tokenClass === 0) return 'DDTKError'
  if ('tid' in message) {
    if (settings.checksKeyExpiry && isPastKeyExpiry(message.tid, key.keyExpiry)) {
      return 'KeyExpiredError'
    }
    const judged = judgeTid(state.tids, message.tid)
    if (judged !== 'Accept') return judged
  }
  return inRange ? null : 'RangeError'
}

function supports({ settings }: MeterState, message: Message): boolean {
  switch (message.type) {
    case 'transfer-credit':
      return settings.services.includes(message.service)
    case 'transfer-credit-currency':
      return settings.currency && settings.services.includes(message.service)
    case 'set-maximum-power-limit':
    case 'set-phase-unbalance-limit':
      return settings.services.includes('electricity')
    case 'set-water-factor':
      return settings.services.includes('water')
    case 'proprietary-test':
    case 'proprietary-management':
      return false
    default:
      return true
  }
}

function isOwnMaker(
  own: string,
  { makerDigits, manufacturerCode }: { makerDigits: 2 | 4; manufacturerCode: number },
): boolean {
  return manufacturerCode === 0 || own === String(manufacturerCode).padStart(makerDigits, '0')
}

/** The meter after it has obeyed, or why it does not. */
function obeyed(state: MeterState, message: Message): MeterState | 'RangeError' | 'OverflowError' {
  const { settings } = state
  switch (message.type) {
    case 'transfer-credit': {
      const units = credited(state.units, message.service, message.units, settings.largestUnits)
      return units === null ? 'OverflowError' : { ...state, units }
    }
    case 'transfer-credit-currency': {
      const { service, amount } = message
      const currency = credited(state.currency, service, amount, settings.largestCurrency)
      return currency === null ? 'OverflowError' : { ...state, currency }
    }
    case 'clear-credit':
      return cleared(state, message.register)
    case 'set-maximum-power-limit':
      return { ...state, maximumPowerLimit: message.limit }
    case 'set-phase-unbalance-limit':
      return { ...state, phaseUnbalanceLimit: message.limit }
    case 'set-tariff-rate':
      return { ...state, tariffRate: message.rate }
    case 'set-water-factor':
      return { ...state, waterFactor: message.factor }
    case 'clear-tamper':
      return { ...state, tampered: false }
    case 'set-extended':
      return extended(state, message.index, message.value)
    default:
      return state
  }
}

function credited(
  registers: Registers,
  service: Service,
  amount: bigint,
  largest: bigint,
): Registers | null {
  const content = registers[service] + amount
  return content > largest || content < -largest ? null : { ...registers, [service]: content }
}

function cleared(state: MeterState, register: number): MeterState | 'RangeError' {
  const { services, currency } = state.settings
  if (register === ALL_REGISTERS) {
    return { ...state, units: EMPTY_REGISTERS, currency: EMPTY_REGISTERS }
  }
  const service = SERVICES[register % 4]!
  const inCurrency = register >= 4
  if (!services.includes(service) || (inCurrency && !currency)) return 'RangeError'
  return inCurrency
    ? { ...state, currency: { ...state.currency, [service]: 0n } }
    : { ...state, units: { ...state.units, [service]: 0n } }
}

function extended(state: MeterState, index: number, value: number): MeterState | 'RangeError' {
  if (index === CONTROL_INDEX) return { ...state, controlValue: value }
  if (index !== FLAG_INDEX) return 'RangeError'
  return { ...state, flags: { ...state.flags, [value >>> 1]: (value & 1) === 1 } }
}

/** A token that does not decipher may be a guess: the keypad locks for longer each time. */
function afterWrongEntry(state: MeterState, now: Date): MeterState {
  const { lockout } = state.settings
  if (lockout === null) return state
  const wrongEntries = state.wrongEntries + 1
  const beyond = wrongEntries - lockout.freeEntries
  if (beyond <= 0) return { ...state, wrongEntries }
  const minutes = Math.min(lockout.firstMinutes * 2 ** (beyond - 1), lockout.longestMinutes)
  const lockedUntil = now.getTime() + minutes * MILLISECONDS_OF_A_MINUTE
  return { ...state, wrongEntries, lockedUntil }
}
