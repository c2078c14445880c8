import { randomFillSync } from 'node:crypto'
import {
  decipherToken,
  decodedUnits,
  decoderKey,
  encipherToken,
  instantOfTid,
  isPastKeyExpiry,
  issueKeyChange,
  OPERATIONAL_TABLES,
  type StaTables,
  type TokenCipher,
  tokenCipher,
  typeOf,
} from '@saldo/sts'
import { now, nowMs } from '../kernel/clock.ts'
import { refusal } from '../kernel/refusal.ts'
import { openWrapping } from '../kernel/wrapping.ts'
import { cipherCache } from './decoder-key-cache.ts'
import { type HeldKey, isSameSecret, openKey, wipeKey } from './held-keys.ts'
import type {
  CreditRequest,
  KeyChangeRequest,
  ManagementRequest,
  MeterKeyData,
  ProposedToken,
  SecurityModule,
} from './security-module.ts'
import { tokenCounter } from './token-counter.ts'
import {
  DefaultKeyCarriesNoCredit,
  KeyDataInconsistent,
  KeyExpired,
  KeyNotActive,
  KeyNotLoaded,
  type StoredVendingKey,
} from './vending-key.ts'

export const TokenFromTheFuture = refusal(
  'token.from_the_future',
  503,
  'The token would lie too far in the future: a clock is wrong.',
)

export type SoftwareModuleOptions = {
  readonly id: string
  readonly masterKey: Uint8Array
  readonly tables?: StaTables
  /** Decoder keys kept ready, about 300 bytes each. */
  readonly cachedMeters?: number
  /** How far a token identifier may lie ahead of the clock. */
  readonly toleranceDays: number
  /** Lets the keypad meter of the demo have its key. Never in production. */
  readonly modelMeters?: boolean
}

export type SoftwareModule = SecurityModule & {
  /** The decoder key of a model meter, in hexadecimal. Throws unless the module was made for a demo. */
  readonly modelMeterKey: (keyId: string, meter: MeterKeyData) => string
  /** Decoder keys that are kept ready now. */
  readonly cached: () => number
}

export const VENDING_KEY_PURPOSE = 'vending-key'
const DAY_MS = 86_400_000
const CACHED_METERS = 20_000

/**
 * The security module that needs no hardware. Vending keys arrive wrapped under the master key and are in
 * clear only in this closure; nothing it gives away contains one. For live meters a certified module does
 * this work (docs/security/).
 */
export function openSoftwareModule(options: SoftwareModuleOptions): SoftwareModule {
  const wrapping = openWrapping(options.masterKey, VENDING_KEY_PURPOSE)
  const tables = options.tables ?? OPERATIONAL_TABLES
  const held = new Map<string, HeldKey>()
  const ciphers = cipherCache(options.cachedMeters ?? CACHED_METERS)
  const counter = tokenCounter()
  const toleranceMs = options.toleranceDays * DAY_MS

  function keyFor(keyId: string, meter: MeterKeyData): HeldKey {
    const key = held.get(keyId)
    if (key === undefined) {
      const { supplyGroupCode, keyRevision } = meter
      throw KeyNotLoaded({ supplyGroupCode, keyRevision })
    }
    checkFits(key.stored, meter)
    return key
  }

  function deriveKey(key: HeldKey, meter: MeterKeyData): Uint8Array {
    return decoderKey(meter, key.ready)
  }

  function cipherOf(keyId: string, key: HeldKey, meter: MeterKeyData): TokenCipher {
    const name = `${keyId}/${meter.pan}/${meter.tariffIndex}/${meter.algorithm}`
    const cached = ciphers.get(name)
    if (cached !== undefined) return cached
    const bytes = deriveKey(key, meter)
    const cipher = tokenCipher(meter.algorithm, bytes, tables)
    bytes.fill(0)
    ciphers.put(name, cipher)
    return cipher
  }

  function proposeCredit(request: CreditRequest): ProposedToken {
    const { keyId, meter, service, tid } = request
    const key = keyFor(keyId, meter)
    checkMayIssue(key.stored)
    if (meter.keyType !== 2) throw DefaultKeyCarriesNoCredit()
    checkTid(meter, tid, toleranceMs)
    const cipher = cipherOf(keyId, key, meter)
    const units = decodedUnits(request.units)
    const rnd = fourRandomBits()
    const digits = encipherToken(cipher, { type: 'transfer-credit', service, units, rnd, tid })
    // Read as the meter reads it: class, deciphering, CRC, subclass, ranges.
    const read = decipherToken(cipher, digits)
    const right =
      read.result === 'Read' &&
      read.inRange &&
      read.message.type === 'transfer-credit' &&
      read.message.units === units &&
      read.message.tid === tid &&
      read.message.service === service
    if (!right) throw new Error('The meter would not accept the token that was made.')
    counter.count(keyId, 'credit', 1, units)
    return { digits, units }
  }

  function proposeManagement({ keyId, meter, message }: ManagementRequest): string {
    const key = keyFor(keyId, meter)
    checkMayIssue(key.stored)
    if (typeOf(message.type).tokenClass === 0 || KEY_CHANGE.test(message.type)) {
      throw new TypeError('Credit and key changes have ways of their own.')
    }
    if ('tid' in message) checkTid(meter, message.tid, toleranceMs)
    const cipher = cipherOf(keyId, key, meter)
    const digits = encipherToken(cipher, message)
    const read = decipherToken(cipher, digits)
    if (read.result !== 'Read' || !read.inRange) {
      throw new Error('The meter would not accept the token that was made.')
    }
    counter.count(keyId, 'management', 1, 0n)
    return digits
  }

  function proposeKeyChange(request: KeyChangeRequest): string[] {
    const { keyId, meter, newKeyId, newMeter } = request
    const from = keyFor(keyId, meter)
    const to = keyFor(newKeyId, newMeter)
    // From a retired key a meter must be able to come away; only the new one has to be good.
    checkMayIssue(to.stored)
    if (newMeter.pan !== meter.pan || newMeter.algorithm !== meter.algorithm) {
      throw new TypeError('A key change stays with one meter and its algorithm.')
    }
    const oldKey = deriveKey(from, meter)
    const newKey = deriveKey(to, newMeter)
    try {
      const digits = issueKeyChange(
        {
          algorithm: meter.algorithm,
          from: { decoderKey: oldKey, keyType: meter.keyType, baseDate: meter.baseDate },
          to: { ...newMeter, decoderKey: newKey },
          withSupplyGroup: request.withSupplyGroup ?? false,
        },
        now(),
        tables,
      )
      counter.count(newKeyId, 'key_change', digits.length, 0n)
      return digits
    } finally {
      oldKey.fill(0)
      newKey.fill(0)
    }
  }

  function forget(keyId: string): void {
    const key = held.get(keyId)
    if (key === undefined) return
    held.delete(keyId)
    ciphers.forget(`${keyId}/`)
    wipeKey(key)
  }

  return {
    id: options.id,
    hold(stored) {
      const known = held.get(stored.id)
      if (known !== undefined && isSameSecret(known.stored, stored)) {
        held.set(stored.id, { ...known, stored })
        return
      }
      const opened = openKey(stored, wrapping)
      forget(stored.id)
      held.set(stored.id, opened)
    },
    holds: (keyId) => held.has(keyId),
    forget,
    proposeCredit,
    proposeManagement,
    proposeKeyChange,
    counts: counter.counts,
    cached: () => ciphers.size(),
    modelMeterKey(keyId, meter) {
      if (options.modelMeters !== true) throw new Error('This module gives no key away.')
      const bytes = deriveKey(keyFor(keyId, meter), meter)
      const text = Buffer.from(bytes).toString('hex').toUpperCase()
      bytes.fill(0)
      return text
    },
    close() {
      for (const keyId of [...held.keys()]) forget(keyId)
      wrapping.close()
    },
  }
}

const KEY_CHANGE = /^set-(1st|2nd|3rd|4th)-section|^set-supply-group-code$/

function checkFits(key: StoredVendingKey, meter: MeterKeyData): void {
  const fits =
    key.supplyGroupCode === meter.supplyGroupCode &&
    key.keyRevision === meter.keyRevision &&
    key.keyType === meter.keyType &&
    key.dkga === meter.dkga &&
    key.baseDate === meter.baseDate
  if (!fits) throw KeyDataInconsistent()
}

function checkMayIssue(key: StoredVendingKey): void {
  const time = nowMs()
  const { supplyGroupCode, keyRevision, state } = key
  const inTime =
    time >= key.activeFrom.getTime() && (key.issueUntil === null || time < key.issueUntil.getTime())
  if (state !== 'active' || !inTime) throw KeyNotActive({ supplyGroupCode, keyRevision, state })
}

function checkTid(meter: MeterKeyData, tid: number, toleranceMs: number): void {
  if (isPastKeyExpiry(tid, meter.keyExpiry)) throw KeyExpired({ keyRevision: meter.keyRevision })
  // A token from the future would make the meter refuse every later one.
  const ahead = instantOfTid(meter.baseDate, tid).getTime() - nowMs()
  if (ahead > toleranceMs) throw TokenFromTheFuture()
}

// One call to the system for many tokens: it costs as much as a token.
const nibbles = new Uint8Array(1_024)
let nibblesUsed = nibbles.length

function fourRandomBits(): number {
  if (nibblesUsed === nibbles.length) {
    randomFillSync(nibbles)
    nibblesUsed = 0
  }
  const byte = nibbles[nibblesUsed] ?? 0
  nibblesUsed += 1
  return byte & 15
}
