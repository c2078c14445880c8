import { asProblem, NoAnswer, type Problem, ProblemError } from '@saldo/ui'
import { identity } from './device/identity.ts'
import { sign, textToSign } from './device/signing.ts'
import { noteAnswer, noteSilence } from './network.ts'
import { endSession, sessionToken } from './session.ts'

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below "/api/pos", with query. */
  path: string
  body?: unknown
  idempotencyKey?: string
  /** An enrolment has no terminal to sign for. */
  unsigned?: boolean
  signal?: AbortSignal
}

/**
 * What came back. `none` means that nothing reliable did: no connection, no answer within 20 s, a
 * torn or foreign body. Whoever asked for an effect must then treat its outcome as unknown.
 */
export type Answer =
  | { kind: 'body'; body: unknown }
  | { kind: 'problem'; problem: Problem; retryAfter: number | null }
  | { kind: 'none'; reason: string }

const answerWithin = 20_000

/** Sends one signed request, once. It never repeats by itself. */
export async function send(call: Call): Promise<Answer> {
  const path = `/api/pos${call.path}`
  const body = call.body === undefined ? '' : JSON.stringify(call.body)
  const headers = await headersOf(call, path, body)
  const started = performance.now()
  try {
    const response = await fetch(path, {
      method: call.method,
      headers,
      ...(body === '' ? {} : { body }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: within(answerWithin, call.signal),
    })
    const text = await response.text()
    const answer = read(response, text)
    if (answer.kind === 'none') noteSilence()
    else noteAnswer(performance.now() - started)
    return answer
  } catch (error) {
    if (call.signal?.aborted) throw error
    noteSilence()
    return { kind: 'none', reason: error instanceof Error ? error.name : 'unknown' }
  }
}

/** For what may be asked again freely: gives the body, throws the problem or `NoAnswer`. */
export async function ask<Body>(call: Call): Promise<Body> {
  const answer = await send(call)
  if (answer.kind === 'body') return answer.body as Body
  if (answer.kind === 'none') throw new NoAnswer(answer.reason)
  if (endsSession(answer.problem)) endSession()
  throw new ProblemError(answer.problem)
}

/** Whoever is signed in must sign in again. */
export function endsSession({ code }: Problem): boolean {
  return code === 'session.required' || code === 'session.expired'
}

async function headersOf(call: Call, path: string, body: string): Promise<Record<string, string>> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
  if (body !== '') headers['content-type'] = 'application/json'
  if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey
  const device = identity()
  if (call.unsigned || !device?.terminal) return headers
  const token = sessionToken()
  const terminalId = device.terminal.terminal.id
  const nonce = crypto.randomUUID()
  const text = await textToSign({
    method: call.method,
    path,
    body,
    terminalId,
    nonce,
    sessionToken: token,
    idempotencyKey: call.idempotencyKey ?? null,
  })
  headers['saldo-terminal'] = terminalId
  headers['saldo-nonce'] = nonce
  headers['saldo-signature'] = await sign(device.privateKey, text)
  if (token !== null) headers.authorization = `Bearer ${token}`
  return headers
}

/** A gateway's own page is no answer of ours, whatever its status says. */
function read(response: Response, text: string): Answer {
  if (response.status === 204) return { kind: 'body', body: null }
  const body = parsed(text)
  if (response.ok && body !== undefined) return { kind: 'body', body }
  const problem = response.ok ? null : asProblem(body)
  if (problem === null) return { kind: 'none', reason: `unreadable ${response.status}` }
  return { kind: 'problem', problem, retryAfter: secondsOf(response.headers.get('retry-after')) }
}

function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : undefined
  } catch {
    return undefined
  }
}

function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,4}$/.test(header) ? Number.parseInt(header, 10) : null
}

function within(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds)
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal])
}
