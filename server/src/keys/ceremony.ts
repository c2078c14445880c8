import { timingSafeEqual } from 'node:crypto'
import { now, nowMs } from '../kernel/clock.ts'
import { newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { openWrapping } from '../kernel/wrapping.ts'
import { placeOfKey } from './held-keys.ts'
import { VENDING_KEY_PURPOSE } from './software-module.ts'
import {
  checkValueOf,
  type KeyAttributes,
  type StoredVendingKey,
  VENDING_KEY_LENGTH,
} from './vending-key.ts'

export const ComponentMalformed = refusal(
  'key.component_malformed',
  422,
  'This is no key component: the length, the digits or the parity is wrong, or it is all zeros.',
)
export const SamePersonTwice = refusal(
  'key.same_person_twice',
  422,
  'Each component is entered by another person.',
)
export const ComponentsMissing = refusal(
  'key.components_missing',
  422,
  'A vending key needs components from at least two people.',
)
export const CheckValueDiffers = refusal(
  'key.check_value_differs',
  422,
  'The check value is not the one expected. Nothing was loaded; enter the components again.',
)
export const CeremonyOver = refusal(
  'key.ceremony_over',
  409,
  'This key ceremony is over. Begin a new one.',
)

export type CeremonyOptions = {
  readonly masterKey: Uint8Array
  readonly tenantId: string
  readonly attributes: KeyAttributes
  readonly activeFrom: Date
  readonly issueUntil: Date | null
}

/** A loaded key, ready to be stored, with the people who loaded it in order. */
export type LoadedKey = StoredVendingKey & {
  readonly loadedBy: readonly string[]
  readonly loadedAt: Date
}

/**
 * The loading of one vending key by at least two people. Each enters a component that says nothing about the
 * key alone; together, joined by exclusive or, they are the key. Must be closed.
 */
export type Ceremony = {
  /** Takes a person's component, hexadecimal. Answers its check value, to compare with the sheet. */
  readonly enter: (person: string, component: string) => string
  /** The check value of the whole key, once two people have entered theirs. */
  readonly checkValue: () => string
  /** Wraps the key and ends the ceremony. `expected` is the check value from the key's sender. */
  readonly complete: (expected: string) => LoadedKey
  /** Zeroes what was entered. */
  readonly close: () => void
}

const PEOPLE = 2
const LONGEST_MS = 30 * 60_000

/** Begins the loading of a key. It is over after half an hour, so that no component waits in memory. */
export function openCeremony(options: CeremonyOptions): Ceremony {
  const { attributes, tenantId } = options
  const length = VENDING_KEY_LENGTH[attributes.dkga]
  const joined = Buffer.alloc(length)
  const people: string[] = []
  const begun = nowMs()
  let open = true

  function stillOpen(): void {
    if (nowMs() - begun > LONGEST_MS) close()
    if (!open) throw CeremonyOver()
  }

  function close(): void {
    open = false
    joined.fill(0)
  }

  function checkValue(): string {
    stillOpen()
    if (people.length < PEOPLE) throw ComponentsMissing()
    if (isZero(joined)) throw ComponentMalformed()
    return checkValueOf(attributes.dkga, joined)
  }

  return {
    close,
    checkValue,
    enter(person, text) {
      stillOpen()
      if (people.includes(person)) throw SamePersonTwice()
      const component = readComponent(text, length)
      for (let index = 0; index < length; index++) {
        joined[index] = (joined[index] ?? 0) ^ (component[index] ?? 0)
      }
      people.push(person)
      const value = checkValueOf(attributes.dkga, component)
      component.fill(0)
      return value
    },
    complete(expected) {
      const value = checkValue()
      if (!sameText(value, expected.trim().toUpperCase())) {
        close()
        throw CheckValueDiffers()
      }
      const secret = attributes.dkga === 2 ? withOddParity(joined) : Buffer.from(joined)
      const wrapping = openWrapping(options.masterKey, VENDING_KEY_PURPOSE)
      try {
        const loaded = {
          ...attributes,
          tenantId,
          id: newId<'vending_key'>(),
          wrappingKey: wrapping.name,
          checkValue: value,
          state: 'active' as const,
          activeFrom: options.activeFrom,
          issueUntil: options.issueUntil,
          loadedBy: [...people],
          loadedAt: now(),
        }
        return { ...loaded, wrapped: wrapping.wrap(secret, placeOfKey(loaded)) }
      } finally {
        secret.fill(0)
        wrapping.close()
        close()
      }
    },
  }
}

function readComponent(text: string, length: number): Buffer {
  const digits = text.replace(/[ -]/g, '')
  if (digits.length !== length * 2 || !/^[0-9A-Fa-f]+$/.test(digits)) throw ComponentMalformed()
  const component = Buffer.from(digits, 'hex')
  if (isZero(component)) throw ComponentMalformed()
  return component
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

// Two components of odd parity join to even parity; DES ignores the bit, DKGA02 does not (it joins the key
// itself into the result), so the key is brought to odd parity as its sender had it.
function withOddParity(key: Uint8Array): Buffer {
  return Buffer.from(
    key.map((byte) => {
      let ones = 0
      for (let rest = byte >>> 1; rest > 0; rest >>>= 1) ones += rest & 1
      return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0)
    }),
  )
}

function sameText(a: string, b: string): boolean {
  const one = Buffer.from(a)
  const other = Buffer.from(b)
  return one.length === other.length && timingSafeEqual(one, other)
}
