import { createHmac } from 'node:crypto'
import { transactionOutsideTenants } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { refusal } from '../../kernel/refusal.ts'
import { pepper } from './password.ts'

export const SignInLocked = refusal(
  'session.locked',
  429,
  'There were too many attempts. Wait a little and try again.',
)

/** How a counter slows down: so many failures are free, then the wait doubles up to a longest. */
export type Slowing = { readonly free: number; readonly first: number; readonly longest: number }

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const TRUST = 30 * DAY

// The pair grows longest. The account over all sources and the source over all accounts stay short: they
// slow a spread attack down, and must not let strangers lock a person or a whole office out.
const slowing: Record<'pair' | 'account' | 'source', Slowing> = {
  pair: { free: 5, first: MINUTE / 2, longest: 60 * MINUTE },
  account: { free: 15, first: MINUTE / 2, longest: 5 * MINUTE },
  source: { free: 30, first: MINUTE / 6, longest: 5 * MINUTE },
}

/** Milliseconds to wait after this many failures in a row. */
export function delayAfter(failures: number, { free, first, longest }: Slowing): number {
  return failures < free ? 0 : Math.min(longest, first * 2 ** Math.min(failures - free, 30))
}

type Attempt = {
  key: Buffer
  failures: number
  last_at: Date
  blocked_until: Date | null
  trusted_until: Date | null
}

/**
 * Counts a sign-in as failed before the password is even looked at, so that a hundred guesses sent at
 * once are a hundred, and throws `session.locked` when it is too early for another one. A name that does
 * not exist is counted like one that does.
 */
export async function countAttempt(account: string, source: string): Promise<void> {
  const keys = keysOf(account, source)
  const wait = await transactionOutsideTenants(async (tx) => {
    const present = now()
    await tx.execute(
      `insert into access.sign_in_attempt (key, failures, last_at)
       select k, 0, $2 from unnest($1::bytea[]) k order by k on conflict do nothing`,
      [Object.values(keys), present],
    )
    const rows = await tx.rows<Attempt>(
      `select key, failures, last_at, blocked_until, trusted_until from access.sign_in_attempt
       where key = any ($1) order by key for update`,
      [Object.values(keys)],
    )
    const attemptOf = (kind: keyof typeof keys) =>
      rows.find((row) => row.key.equals(keys[kind])) as Attempt
    const pair = attemptOf('pair')
    const trusted = pair.trusted_until !== null && pair.trusted_until > present
    const kinds = trusted ? (['pair'] as const) : (['pair', 'account', 'source'] as const)
    const until = Math.max(...kinds.map((kind) => attemptOf(kind).blocked_until?.getTime() ?? 0))
    if (until > present.getTime()) return until - present.getTime()
    for (const kind of kinds) {
      const { key, failures, last_at } = attemptOf(kind)
      const count = present.getTime() - last_at.getTime() > DAY ? 1 : failures + 1
      const blockedUntil = new Date(present.getTime() + delayAfter(count, slowing[kind]))
      await tx.execute(
        `update access.sign_in_attempt set failures = $2, last_at = $3, blocked_until = $4
         where key = $1`,
        [key, count, present, blockedUntil],
      )
    }
    return 0
  })
  if (wait > 0) throw SignInLocked({}, { retryAfter: Math.ceil(wait / 1000) })
}

/** Forgets the failures of an account that has signed in, and trusts the source for a month. */
export async function forgiveAttempts(account: string, source: string): Promise<void> {
  const { pair, account: whole, source: everyone } = keysOf(account, source)
  await transactionOutsideTenants(async (tx) => {
    await tx.execute(
      `update access.sign_in_attempt set failures = 0, blocked_until = null,
         trusted_until = case when key = $1 then $3::timestamptz end
       where key = any ($2)`,
      [pair, [pair, whole], new Date(now().getTime() + TRUST)],
    )
    // One right password among many wrong ones must not clear the source: it takes back its own count.
    await tx.execute(
      `update access.sign_in_attempt set failures = greatest(failures - 1, 0),
         blocked_until = case when failures <= $2 then null else blocked_until end
       where key = $1`,
      [everyone, slowing.source.free],
    )
  })
}

/** Removes what no longer counts. For the daily cleaning. Returns how many rows went. */
export function forgetOldAttempts(): Promise<number> {
  return transactionOutsideTenants((tx) =>
    tx.execute('delete from access.sign_in_attempt where last_at < $1', [
      new Date(now().getTime() - TRUST),
    ]),
  )
}

function keysOf(account: string, source: string) {
  const key = (kind: string, value: string) =>
    createHmac('sha256', pepper().secret).update(`${kind}\n${value}`).digest()
  return {
    pair: key('pair', `${account}\n${source}`),
    account: key('account', account),
    source: key('source', source),
  }
}
