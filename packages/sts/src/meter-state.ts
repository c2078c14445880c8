import { type Algorithm, DECODER_KEY_BYTES } from './ciphers/index.ts'
import type { KeyType } from './decoder-key/parameters.ts'
import { StsError } from './errors.ts'
import { emptyTidMemory } from './tid-memory.ts'
import { SERVICES, type Service } from './tokens/service.ts'
import type { Set1stSectionDecoderKey } from './tokens/set-1st-section-decoder-key.ts'
import type { Set2ndSectionDecoderKey } from './tokens/set-2nd-section-decoder-key.ts'
import type { Set3rdSectionDecoderKey } from './tokens/set-3rd-section-decoder-key.ts'
import type { Set4thSectionDecoderKey } from './tokens/set-4th-section-decoder-key.ts'
import type { SetSupplyGroupCode } from './tokens/set-supply-group-code.ts'

/** Grows with each wrong entry beyond the free ones: doubled each time, up to the longest. */
export type Lockout = {
  readonly freeEntries: number
  readonly firstMinutes: number
  readonly longestMinutes: number
}

/** What the maker of the meter decided. */
export type MeterSettings = {
  readonly algorithm: Algorithm
  /** Two or four digits, the beginning of the meter number. */
  readonly manufacturerCode: string
  readonly services: readonly Service[]
  /** True when it keeps credit in currency as well. */
  readonly currency: boolean
  /** A meter may ignore the key expiry; the vending system may not. */
  readonly checksKeyExpiry: boolean
  /** Largest content of a register, in units of 0.1. */
  readonly largestUnits: bigint
  /** Largest content of a currency register, in 0.00001 of the base currency. */
  readonly largestCurrency: bigint
  /** Minutes within which a key change must be complete; null for no limit. */
  readonly keyChangeMinutes: number | null
  /** Null for a meter that never locks its keypad. */
  readonly lockout: Lockout | null
}

/** The key register. */
export type MeterKey = {
  /** Hexadecimal. Secret. */
  readonly decoderKey: string
  readonly keyType: KeyType
  readonly keyExpiry: number
  readonly keyRevision: number
  readonly tariffIndex: number
  /** Six digits; `000000` after a key change that did not carry it. */
  readonly supplyGroupCode: string
}

/** Sections of a key change that have been entered so far. */
export type PendingKeyChange = {
  /** Milliseconds since 1970: when the first of them was entered. */
  readonly since: number
  readonly first?: Set1stSectionDecoderKey
  readonly second?: Set2ndSectionDecoderKey
  readonly third?: Set3rdSectionDecoderKey | SetSupplyGroupCode
  readonly fourth?: Set4thSectionDecoderKey
}

export type Registers = Readonly<Record<Service, bigint>>

/** Everything a meter remembers. Plain data, never changed in place; `meterToJson` makes it storable. */
export type MeterState = {
  readonly settings: MeterSettings
  readonly key: MeterKey
  /** Sorted; its length is the size of the memory. */
  readonly tids: readonly number[]
  /** Credit taken in, in units of 0.1; a model meter does not consume. */
  readonly units: Registers
  /** Credit taken in, in 0.00001 of the base currency. */
  readonly currency: Registers
  /** Watts; null until a token sets it. */
  readonly maximumPowerLimit: bigint | null
  readonly phaseUnbalanceLimit: bigint | null
  readonly tariffRate: number | null
  readonly waterFactor: number | null
  readonly tampered: boolean
  /** Extended flags by number. */
  readonly flags: Readonly<Record<string, boolean>>
  readonly controlValue: number | null
  readonly pending: PendingKeyChange | null
  readonly wrongEntries: number
  /** Milliseconds since 1970; 0 when not locked. */
  readonly lockedUntil: number
}

/** What to say about a new meter; everything else has the usual value. */
export type NewMeter = {
  readonly algorithm: Algorithm
  readonly decoderKey: Uint8Array
  readonly keyType: KeyType
  readonly keyExpiry?: number
  readonly keyRevision?: number
  readonly tariffIndex?: number
  readonly supplyGroupCode?: string
  readonly services: readonly Service[]
  readonly currency?: boolean
  readonly manufacturerCode?: string
  /** Token identifiers it remembers; makers differ, 50 is a usual figure. */
  readonly tidMemory?: number
  readonly checksKeyExpiry?: boolean
  readonly largestUnits?: bigint
  readonly largestCurrency?: bigint
  readonly keyChangeMinutes?: number | null
  readonly lockout?: Lockout | null
}

const USUAL_TID_MEMORY = 50
const LARGEST_32_BIT = 2n ** 31n - 1n
const LARGEST_64_BIT = 2n ** 63n - 1n

/**
 * A meter as it leaves the factory with this key.
 * @throws StsError `key.length`
 */
export function newMeter(options: NewMeter): MeterState {
  if (options.decoderKey.length !== DECODER_KEY_BYTES[options.algorithm]) {
    throw new StsError('key.length', 'The decoder key has the wrong length for its algorithm.')
  }
  return {
    settings: {
      algorithm: options.algorithm,
      manufacturerCode: options.manufacturerCode ?? '00',
      services: options.services,
      currency: options.currency ?? false,
      checksKeyExpiry: options.checksKeyExpiry ?? true,
      largestUnits: options.largestUnits ?? LARGEST_32_BIT,
      largestCurrency: options.largestCurrency ?? LARGEST_64_BIT,
      keyChangeMinutes: options.keyChangeMinutes ?? null,
      lockout: options.lockout ?? null,
    },
    key: {
      decoderKey: Buffer.from(options.decoderKey).toString('hex').toUpperCase(),
      keyType: options.keyType,
      keyExpiry: options.keyExpiry ?? 255,
      keyRevision: options.keyRevision ?? 1,
      tariffIndex: options.tariffIndex ?? 1,
      supplyGroupCode: options.supplyGroupCode ?? '000000',
    },
    tids: emptyTidMemory(options.tidMemory ?? USUAL_TID_MEMORY),
    units: EMPTY_REGISTERS,
    currency: EMPTY_REGISTERS,
    maximumPowerLimit: null,
    phaseUnbalanceLimit: null,
    tariffRate: null,
    waterFactor: null,
    tampered: false,
    flags: {},
    controlValue: null,
    pending: null,
    wrongEntries: 0,
    lockedUntil: 0,
  }
}

export const EMPTY_REGISTERS: Registers = { electricity: 0n, water: 0n, gas: 0n, time: 0n }

/** The state as a value that JSON can hold: every bigint becomes its decimal digits. Contains the key. */
export function meterToJson(state: MeterState): unknown {
  return JSON.parse(
    JSON.stringify(state, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  )
}

/**
 * Reads back what `meterToJson` wrote.
 * @throws StsError `meter.state`
 */
export function meterFromJson(json: unknown): MeterState {
  const stored = json as MeterState
  if (!Array.isArray(stored?.tids) || stored.settings === undefined || stored.key === undefined) {
    throw new StsError('meter.state', 'This is not the state of a model meter.')
  }
  return {
    ...stored,
    settings: {
      ...stored.settings,
      largestUnits: wholeNumber(stored.settings.largestUnits),
      largestCurrency: wholeNumber(stored.settings.largestCurrency),
    },
    units: registersFrom(stored.units),
    currency: registersFrom(stored.currency),
    maximumPowerLimit: wholeNumberOrNull(stored.maximumPowerLimit),
    phaseUnbalanceLimit: wholeNumberOrNull(stored.phaseUnbalanceLimit),
  }
}

function registersFrom(stored: unknown): Registers {
  const values = (stored ?? {}) as Readonly<Record<string, unknown>>
  const registers: Record<Service, bigint> = { ...EMPTY_REGISTERS }
  for (const service of SERVICES) registers[service] = wholeNumber(values[service])
  return registers
}

function wholeNumberOrNull(stored: unknown): bigint | null {
  return stored === null ? null : wholeNumber(stored)
}

function wholeNumber(stored: unknown): bigint {
  if (typeof stored !== 'string' || !/^-?[0-9]+$/.test(stored)) {
    throw new StsError('meter.state', 'A register of the model meter is not a whole number.')
  }
  return BigInt(stored)
}
