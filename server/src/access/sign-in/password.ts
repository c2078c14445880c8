import { hkdfSync } from 'node:crypto'
import { hash, type Options, verify } from '@node-rs/argon2'
import { refusal } from '../../kernel/refusal.ts'
import { sha256 } from '../token.ts'
import { isBreached } from './breached.ts'

export const PasswordTooWeak = refusal(
  'password.too_weak',
  400,
  'Choose a longer password, such as four or five words that do not belong together.',
)
export const PinMalformed = refusal('pin.malformed', 400, 'A PIN has 4 to 8 digits.')
export const SignInBusy = refusal(
  'session.busy',
  503,
  'Too many people are signing in at once. Try again in a few seconds.',
)

/** Characters of a password that stands alone, and of one beside a second factor (NIST SP 800-63B-4, 3.1.1). */
export const LONG_ALONE = 15
export const SHORT_WITH_FACTOR = 12
const LONGEST = 256

// 27 ms a hash on a shared core (RELIABILITY.md section 7). A PIN has too few digits for a costly hash to
// save it: the pepper and the lock-out do.
const passwordCost: Options = { memoryCost: 46 * 1024, timeCost: 1, parallelism: 1 }
const pinCost: Options = { memoryCost: 8 * 1024, timeCost: 1, parallelism: 1 }

type Pepper = { readonly id: string; readonly secret: Buffer }
let peppers: readonly Pepper[] = []

/**
 * Takes the pepper of this installation from its master key, and of earlier master keys whose hashes are
 * still stored. Called once at start; without it nothing is hashed or verified.
 */
export function usePepper(masterKey: Uint8Array, earlier: readonly Uint8Array[] = []): void {
  peppers = [masterKey, ...earlier].map((key) => {
    const secret = Buffer.from(hkdfSync('sha256', key, '', 'saldo password pepper 1', 32))
    return { secret, id: sha256(secret).toString('hex').slice(0, 8) }
  })
}

/** The present pepper, for keyed hashes of what should not be listed in clear. */
export function pepper(): Pepper {
  const [present] = peppers
  if (!present) throw new Error('No pepper was given: app.ts calls usePepper first.')
  return present
}

/** A password's hash as it is stored: the pepper's id, then the PHC text. */
export function hashPassword(password: string): Promise<string> {
  return hashed(password.normalize('NFKC'), passwordCost)
}

/** The hash of a PIN of 4 to 8 digits. Refuses anything else, and digits of one kind only. */
export async function hashPin(pin: string): Promise<string> {
  if (!/^[0-9]{4,8}$/.test(pin) || /^(.)\1*$/.test(pin)) {
    throw PinMalformed({}, { errors: [{ pointer: '/pin', code: 'pin.malformed' }] })
  }
  return hashed(pin, pinCost)
}

/**
 * Whether the password or PIN belongs to the stored hash. Without a hash, as for an unknown name, the
 * same work is done for nothing, so that the time does not tell who exists.
 */
export async function verifySecret(
  stored: string | null | undefined,
  given: string,
  kind: 'password' | 'pin',
): Promise<boolean> {
  const text = given.slice(0, LONGEST * 4).normalize('NFKC')
  const [id, phc] = splitHash(stored ?? (await dummyHash(kind)))
  const known = peppers.find((one) => one.id === id)
  if (!known) return false
  const matches = await queued(() => verify(phc, text, { secret: known.secret }))
  return matches && typeof stored === 'string'
}

/**
 * Refuses a password that is too short, too long, known from a breach, or little more than well-known words, our
 * own name, or the words given (the person's e-mail address and name). No rule about kinds of characters.
 */
export function checkPassword(
  password: string,
  ownWords: readonly string[],
  { shortest = LONG_ALONE }: { readonly shortest?: number } = {},
): void {
  const fault = faultOf(password.normalize('NFKC'), ownWords, shortest)
  if (fault) {
    throw PasswordTooWeak({ min: shortest }, { errors: [{ pointer: '/password', code: fault }] })
  }
}

/** Whether a password may stand alone, as one that a second factor no longer stands beside must. */
export function standsAlone(password: string): boolean {
  return [...password.normalize('NFKC')].length >= LONG_ALONE
}

function faultOf(password: string, ownWords: readonly string[], shortest: number) {
  const length = [...password].length
  if (length < shortest) return 'password.too_short'
  if (length > LONGEST) return 'password.too_long'
  if (isBreached(password)) return 'password.breached'
  return isGuessable(password, ownWords) ? 'password.guessable' : undefined
}

const COMMON =
  'password passwort motdepasse contraseña senha letmein welcome admin administrator qwertyuiop qwerty asdfgh zxcvbn iloveyou abc123 123456789 12345678 1234567 123456 12345 1234 111111 000000 saldo prepaid electricity meter utility'.split(
    ' ',
  )

// What is left after the known parts and repeats are taken out is what somebody would have to guess.
function isGuessable(password: string, ownWords: readonly string[]): boolean {
  const own = ownWords.flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  let rest = password.toLowerCase()
  for (const word of [...own, ...COMMON].filter((one) => one.length > 2)) {
    rest = rest.replaceAll(word, '')
  }
  rest = rest.replace(/(.{1,8}?)\1{2,}/gu, '$1')
  return new Set(rest).size < 5 || [...rest].length < 8
}

function splitHash(stored: string): [string, string] {
  const at = stored.indexOf(':')
  return [stored.slice(0, at), stored.slice(at + 1)]
}

async function hashed(text: string, cost: Options): Promise<string> {
  const { id, secret } = pepper()
  return `${id}:${await queued(() => hash(text, { ...cost, secret }))}`
}

const dummies = new Map<string, Promise<string>>()

function dummyHash(kind: 'password' | 'pin'): Promise<string> {
  const key = `${pepper().id} ${kind}`
  const made =
    dummies.get(key) ?? hashed('nobody has this password', kind === 'pin' ? pinCost : passwordCost)
  dummies.set(key, made)
  return made
}

// Each hash takes 46 MiB and a core: two at once leave the other cores to sales, and a queue of bounded
// length keeps a flood of sign-ins from eating the memory.
const AT_ONCE = 2
const LONGEST_QUEUE = 100
let running = 0
const queue: (() => void)[] = []

async function queued<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (queue.length >= LONGEST_QUEUE) throw SignInBusy({}, { retryAfter: 5 })
    await new Promise<void>((resolve) => queue.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }
}
