import { type DestinationStream, type Level, type Logger, pino } from 'pino'
import { nowMs } from './clock.ts'
import { Refusal } from './refusal.ts'

/**
 * The log takes an event name and named fields from this list, nothing else: no request bodies, no
 * headers, no free objects. A token, PIN, key or voucher code has no field, so it cannot get in.
 */
export type LogFields = {
  readonly traceId?: string
  readonly tenantId?: string
  readonly utilityId?: string
  readonly vendorId?: string
  readonly terminalId?: string
  readonly operatorId?: string
  readonly personId?: string
  readonly saleId?: string
  readonly jobId?: string
  readonly job?: string
  readonly method?: string
  /** The route's pattern, never the address itself: that may carry what a person typed. */
  readonly route?: string
  readonly status?: number
  readonly code?: string
  readonly backend?: string
  readonly outcome?: string
  readonly count?: number
  readonly attempt?: number
  readonly durationMs?: number
  readonly bytes?: number
  readonly port?: number
  readonly address?: string
  readonly version?: string
  readonly database?: string
  readonly migration?: string
  readonly process?: string
  readonly signal?: string
  readonly day?: string
  /** A sentence of our own, without anything a person typed. */
  readonly note?: string
  /** What was thrown; logged as its kind, code, place and a masked message. */
  readonly error?: unknown
}

export type Log = {
  readonly [Severity in 'fatal' | 'error' | 'warn' | 'info' | 'debug']: (
    event: string,
    fields?: LogFields,
  ) => void
} & { readonly with: (fields: LogFields) => Log }

const KNOWN = new Set<string>(
  'traceId tenantId utilityId vendorId terminalId operatorId personId saleId jobId job method route status code backend outcome count attempt durationMs bytes port address version database migration process signal day note'.split(
    ' ',
  ),
)

/** A log that writes one JSON line per event to `stream` (standard output unless told). */
export function createLog(level: Level | 'silent', stream?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date(nowMs()).toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: 'event',
  }
  const sink = stream ? pino(options, stream) : pino(options)
  return around(sink, {})
}

function around(sink: Logger, common: LogFields): Log {
  const write = (severity: Level) => (event: string, fields?: LogFields) => {
    if (sink.isLevelEnabled(severity)) sink[severity](chosen({ ...common, ...fields }), event)
  }
  return {
    fatal: write('fatal'),
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    with: (fields) => around(sink, { ...common, ...fields }),
  }
}

// The type is the first lock; this is the second, for what reaches us untyped.
function chosen(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error') line.error = describeError(value)
    else if (KNOWN.has(name) && (typeof value === 'string' || typeof value === 'number')) {
      line[name] = typeof value === 'string' ? maskSecrets(value) : value
    }
  }
  return line
}

/** What may be known about something thrown. PostgreSQL's detail and query carry row values: left out. */
export function describeError(thrown: unknown): Record<string, unknown> {
  if (thrown instanceof Refusal) return { kind: 'Refusal', code: thrown.code }
  if (!(thrown instanceof Error)) return { kind: typeof thrown }
  const { code, constraint, cause } = thrown as Error & { code?: unknown; constraint?: unknown }
  return {
    kind: thrown.name,
    message: maskSecrets(thrown.message.slice(0, 500)),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    at: placesOf(thrown),
    ...(cause !== undefined && { cause: describeError(cause) }),
  }
}

const URL_PASSWORD = /(:\/\/[^\s:/@]*):[^\s@]*@/g
// In this order: an id, which stays; eleven digits or more, also in groups; hexadecimal; other codes.
const SECRETIVE =
  /\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b|[0-9](?:[ -]?[0-9]){10,}|(?:[0-9A-Fa-f]{2}){8,}|[0-9A-Za-z+_=-]{32,}/gi

/** Masks what looks like a token, key or password in a text; ids stay readable. */
export function maskSecrets(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1:…@')
    .replace(SECRETIVE, (_, id: string | undefined) => id ?? '…')
}

function placesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, 12).map((line) => line.trim().slice(3, 240))
}
