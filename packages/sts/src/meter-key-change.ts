import { isKeyChangePermitted } from './key-change.ts'
import type { MeterKey, MeterState, PendingKeyChange } from './meter-state.ts'
import { emptyTidMemory } from './tid-memory.ts'
import type { Message } from './tokens/index.ts'

type SectionResult = '1stKCT' | '2ndKCT' | '3rdKCT' | '4thKCT'

/** The answer to a section of a key change. */
export type SectionTaken = {
  readonly result: SectionResult | 'Accept' | 'KeyTypeError' | 'RangeError'
  readonly next?: MeterState
  readonly keyChanged?: boolean
}

const MILLISECONDS_OF_A_MINUTE = 60_000

/**
 * Takes a section of a key change, in any order and as often as it is entered; the key changes when all are
 * there. Null for any other token.
 */
export function takeSection(state: MeterState, message: Message, now: Date): SectionTaken | null {
  const placed = placeOf(message)
  if (placed === null) return null
  if (message.type === 'set-1st-section-decoder-key' && !mayTake(state, message.keyType)) {
    return { result: 'KeyTypeError' }
  }
  const pending: PendingKeyChange = { ...stillPending(state, now), ...placed.section }
  const key = newKey(state, pending)
  if (key === 'RangeError') return { result: key }
  if (key === null) return { result: placed.result, next: { ...state, pending } }
  const rollover = pending.first?.rollover === 1
  return {
    result: 'Accept',
    keyChanged: true,
    next: {
      ...state,
      key,
      pending: null,
      // Identifiers under another base date begin again; credit and other registers stay.
      tids: rollover ? emptyTidMemory(state.tids.length) : state.tids,
    },
  }
}

function placeOf(
  message: Message,
): { result: SectionResult; section: Omit<PendingKeyChange, 'since'> } | null {
  switch (message.type) {
    case 'set-1st-section-decoder-key':
      return { result: '1stKCT', section: { first: message } }
    case 'set-2nd-section-decoder-key':
      return { result: '2ndKCT', section: { second: message } }
    case 'set-3rd-section-decoder-key':
    case 'set-supply-group-code':
      return { result: '3rdKCT', section: { third: message } }
    case 'set-4th-section-decoder-key':
      return { result: '4thKCT', section: { fourth: message } }
    default:
      return null
  }
}

/** A common key belongs to magnetic cards; this meter has a keypad. */
function mayTake(state: MeterState, keyType: number): boolean {
  if (keyType !== 0 && keyType !== 1 && keyType !== 2) return false
  return isKeyChangePermitted(state.key.keyType, keyType)
}

function stillPending({ pending, settings }: MeterState, now: Date): PendingKeyChange {
  const limit = settings.keyChangeMinutes
  const fresh = { since: now.getTime() }
  if (pending === null) return fresh
  if (limit === null) return pending
  return now.getTime() - pending.since > limit * MILLISECONDS_OF_A_MINUTE ? fresh : pending
}

/** The new key when all its sections are there, otherwise null. */
function newKey(state: MeterState, pending: PendingKeyChange): MeterKey | 'RangeError' | null {
  const { first, second, third, fourth } = pending
  if (first === undefined || second === undefined) return null
  const parts = [first.keyPart]
  let supplyGroup = 0
  if (state.settings.algorithm === 7) {
    if (first.thirdToken === 1) {
      if (third?.type !== 'set-supply-group-code') return null
      supplyGroup = third.supplyGroup
    }
  } else {
    if (third?.type !== 'set-3rd-section-decoder-key' || fourth === undefined) return null
    parts.push(third.keyPart, fourth.keyPart)
    supplyGroup = (fourth.supplyGroupHigh << 12) | third.supplyGroupLow
  }
  parts.push(second.keyPart)
  // Two halves of different sets can make a number that is no supply group code.
  if (supplyGroup > 999_999) return 'RangeError'
  return {
    decoderKey: parts
      .map((part) => part.toString(16).padStart(8, '0'))
      .join('')
      .toUpperCase(),
    keyType: first.keyType as MeterKey['keyType'],
    keyExpiry: (first.keyExpiryHigh << 4) | second.keyExpiryLow,
    keyRevision: first.keyRevision,
    tariffIndex: second.tariffIndex,
    supplyGroupCode: String(supplyGroup).padStart(6, '0'),
  }
}
