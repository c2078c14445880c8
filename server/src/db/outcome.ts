import pg from 'pg'
import { refusal } from '../kernel/refusal.ts'

/**
 * Neither success nor failure: the commit was sent and no answer that can be trusted came back. The
 * caller asks again with the same key; nobody may treat this as "not sold".
 */
export const OutcomeUnknown = refusal(
  'outcome.unknown',
  504,
  'Whether this was done is not known yet. Ask again with the same key.',
)

/** Nothing was done: the database could not be reached, or ended before the commit was sent. */
export const DatabaseUnreachable = refusal(
  'database.unreachable',
  503,
  'The database cannot be reached at the moment. Nothing was done.',
)

/** A read that ran into its time limit. */
export const QueryTooSlow = refusal(
  'database.too_slow',
  503,
  'This took too long and was stopped. Ask for less at once.',
)

/** The name of the constraint that refused a row, so that its module can answer with its refusal. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

/** SQLSTATE of an error of the server; undefined for anything else, a lost connection included. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/**
 * Whether the connection is gone. Class 57P: the server shut down, crashed or still starts. Class 08, and
 * errors without a SQLSTATE, come from the connection itself.
 */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== undefined) return /^(08|57P)/.test(state)
  if (!(error instanceof Error)) return false
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return (
    /^(ECONN|EPIPE|ENOENT|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/.test(code) ||
    /Connection terminated|Client has encountered a connection error|Client was closed|not queryable|timeout exceeded when trying to connect/.test(
      error.message,
    )
  )
}

/** Serialization failure or deadlock: certain to have left nothing, and safe to run again. */
export function mayRunAgain(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '')
}

/** `query_canceled`: after a commit was sent it says nothing about the commit (RELIABILITY.md 2.3). */
export function isCancelled(error: unknown): boolean {
  return sqlState(error) === '57014'
}
