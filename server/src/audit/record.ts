import type { Tx } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { wordsOf } from './words.ts'

/** Who did it: any actor fits. */
export interface AuditActor {
  readonly tenantId: Id<'tenant'>
  readonly kind: 'person' | 'operator' | 'client' | 'system'
  readonly id: string
  readonly name: string
  /** The network address and the id of the request that the actor came with; whoever identifies callers adds it. */
  readonly origin?: { readonly source: string; readonly requestId: string }
}

/** Plain values; a bigint is kept as its digits, an instant in RFC 3339. */
export type AuditValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly AuditValue[]
  | { readonly [name: string]: AuditValue }

export interface AuditEntry {
  readonly actor: AuditActor
  /** `noun.verb`, such as `meter.block`. */
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string }
  readonly reason?: string
  /** What changed: only the fields that did, and never a secret. */
  readonly before?: { readonly [name: string]: AuditValue }
  readonly after?: { readonly [name: string]: AuditValue }
  /** Of a request whose caller is not the actor; else the actor's own. */
  readonly requestId?: string
  readonly source?: string
}

/**
 * Writes down who did what, in the transaction that does it: either both are there or neither. The rows
 * can be added and read, never changed.
 * @throws TypeError for a field whose name says that it holds a secret: the trail is read by many
 */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
  const [id, at] = [newId(), now()]
  await tx.execute(
    `insert into audit.event (
       tenant_id, occurred_at, id, actor_kind, actor_id, actor_name, action, object_kind, object_id, reason,
       before, after, request_id, source_address, xid)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, pg_current_xact_id())`,
    [
      entry.actor.tenantId,
      at,
      id,
      entry.actor.kind,
      entry.actor.kind === 'system' ? null : entry.actor.id,
      entry.actor.name,
      entry.action,
      entry.object.kind,
      entry.object.id,
      entry.reason ?? null,
      stored(entry.before),
      stored(entry.after),
      entry.requestId ?? entry.actor.origin?.requestId ?? null,
      entry.source ?? entry.actor.origin?.source ?? null,
    ],
  )
  const words = wordsOf(entry.reason ?? '')
  if (words.length > 0) await listWords(tx, entry.actor.tenantId, words, at, id)
}

/** What a search for words of the reason finds the event by. */
async function listWords(
  tx: Tx,
  tenantId: Id<'tenant'>,
  words: readonly string[],
  at: Date,
  id: string,
): Promise<void> {
  const listed = await tx.execute(
    `insert into audit.reason_word (tenant_id, word, occurred_at, event_id)
     select $1, word, $3, $4 from unnest($2::text[]) word on conflict do nothing`,
    [tenantId, words, at, id],
  )
  if (listed !== words.length) throw new Error('Not every word of a reason was listed.')
}

function stored(values: AuditEntry['before']): string | null {
  if (!values) return null
  return JSON.stringify(values, (name, value: AuditValue) => {
    if (SECRET.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''))) {
      throw new TypeError(`The audit trail keeps no field called "${name}".`)
    }
    return typeof value === 'bigint' ? value.toString() : value
  })
}

/** Names that hold secrets, in small letters without marks. */
const SECRET = new Set([
  'pin',
  'pinhash',
  'password',
  'passwordhash',
  'secret',
  'secrethash',
  'token',
  'tokens',
  'tokenhash',
  'sessiontoken',
  'csrftoken',
  'digits',
  'code',
  'enrolmentcode',
  'vouchercode',
  'key',
  'privatekey',
  'vendingkey',
  'decoderkey',
  'masterkey',
  'component',
  'components',
])
