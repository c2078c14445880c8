import pg from 'pg'
import { driverTypes } from '../src/db/types.ts'
import type { World } from './harness.ts'
import type { Till } from './till.ts'

/** A request as bytes, the way a hostile program sends one: nothing is put right on its way. */
export interface RawRequest {
  readonly method?: string
  readonly url: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
  /** Headers left out, such as the content type. */
  readonly without?: readonly string[]
  readonly key?: string
}

export interface RawAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Sends a request as a partner's program with its token, or as a till with its signature. */
export type RawSend = (request: RawRequest) => Promise<RawAnswer>

export function rawPartner({ app, vendor }: World): RawSend {
  return (request) =>
    send(app, request, {
      authorization: `Bearer ${vendor.client.secret}`,
      'content-type': 'application/json',
      ...(request.key !== undefined && { 'idempotency-key': request.key }),
    })
}

export function rawTill({ app }: World, pos: Till): RawSend {
  return (request) => {
    const { method = 'POST', url, body = '', key } = request
    return send(app, request, pos.headers(method, url, body, key))
  }
}

/** Sends as nobody: what a caller without any right gets to see. */
export function rawNobody({ app }: World): RawSend {
  return (request) => send(app, request, { 'content-type': 'application/json' })
}

async function send(
  app: World['app'],
  { method = 'POST', url, body, headers, without = [] }: RawRequest,
  own: Readonly<Record<string, string>>,
): Promise<RawAnswer> {
  const all: Record<string, string> = { ...own, ...headers }
  for (const name of without) delete all[name]
  const reply = await app.inject({
    method: method as 'POST',
    url,
    headers: all,
    ...(body !== undefined && { payload: body }),
  })
  return {
    status: reply.statusCode,
    type: String(reply.headers['content-type'] ?? ''),
    text: reply.body,
  }
}

/** What must not be in any answer: a stack, SQL, a path, a name of the database. */
const LEAK =
  /\n\s+at |node_modules|\.ts[:"]|\bselect\b.*\bfrom\b|insert into|violates|constraint|_pkey|syntax error|postgres|\/work\/|\bhub\.|\bledger\.account|SQLSTATE/i

/** Why an answer is not the calm refusal that bad input gets; undefined when it is one. */
export function faultOf({ status, type, text }: RawAnswer): string | undefined {
  if (status < 400 || status > 499) return `status ${status}`
  if (!type.startsWith('application/problem+json')) return `content type ${type}`
  if (LEAK.test(text)) return 'tells what is inside'
  const problem = JSON.parse(text) as { code?: string; status?: number; traceId?: string }
  if (!/^[a-z_]+(\.[a-z0-9_]+)+$/.test(problem.code ?? '')) return `code ${problem.code}`
  if (problem.status !== status) return `says status ${problem.status}`
  return /^[0-9a-f]{32}$/.test(problem.traceId ?? '') ? undefined : 'has no trace id'
}

/**
 * Rows of every table that a tenant has, by name. Without the nonces: a till's question is taken once, and
 * remembering it is no change of anything.
 */
export async function rowCounts({ files }: World): Promise<Record<string, number>> {
  const client = new pg.Client({ ...files.privileged, types: driverTypes })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select a.attrelid::regclass::text as name from pg_attribute a
       join pg_class c on c.oid = a.attrelid
       where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and not c.relispartition
         and a.attrelid <> 'terminals.nonce'::regclass order by 1`,
    )
    const counts = tables.rows.map(
      ({ name }) => `select '${name}' as name, count(*) as n from ${name}`,
    )
    const { rows } = await client.query<{ name: string; n: bigint }>(counts.join(' union all '))
    return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]))
  } finally {
    await client.end()
  }
}
