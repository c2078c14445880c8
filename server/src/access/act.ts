import Type from 'typebox'
import type { AuditValue } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../kernel/money.ts'
import { IdText } from '../kernel/schemas.ts'
import type { Actor } from './actor.ts'
import type { Target } from './can.ts'
import type { Permission } from './permissions.ts'

/** What an act would change, as a second person is shown it. Plain JSON, never a secret. */
export type Described = {
  /** The thing it is about, in whose history the request and the decision stand too. */
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string }
  readonly before: { readonly [name: string]: AuditValue }
  readonly after: { readonly [name: string]: AuditValue }
  /** What else must be as it was when it is done, though nobody needs to read it. */
  readonly also?: AuditValue
  /** The money it moves or allows, for rules and limits that go by amount. */
  readonly amount?: Money
  /** The utility or vendor it is about; without one whoever approves must reach the whole tenant. */
  readonly target?: Target
}

/**
 * Something that people do and that a tenant may put under a second person. Its content is plain JSON: it is
 * stored with the request, and exactly what is stored is executed.
 */
export interface Act<Content> {
  /** `noun.verb`, as a rule names it. */
  readonly kind: string
  /** What the requester needs, and whoever approves. */
  readonly permission: Permission
  /** Whether `describe` tells an amount, so that a rule can begin at one. */
  readonly byAmount?: true
  // Methods, so that acts of any content stand in one list.
  /** The content as it was stored. @throws TypeError for what this version could not have stored */
  parse(stored: unknown): Content
  /** Holds still, until the transaction ends, what `describe` reads. */
  lock?(tx: Tx, actor: Actor, content: Content): Promise<void>
  /** What would change. Refuses what `execute` would refuse this actor, as far as it can be known before. */
  describe(db: Db, actor: Actor, content: Content): Promise<Described>
  /** Does it. A new thing gets this id: doing it again with the same id makes nothing twice. */
  execute(
    tx: Tx,
    actor: Actor,
    content: Content,
    by: { readonly id: Id<'deed'>; readonly reason?: string },
  ): Promise<unknown>
}

/** How a deed ended: done at once, or put before a second person. The id is that of the request. */
export type Submitted = {
  readonly id: Id<'deed'>
  readonly state: 'executed' | 'waiting' | 'rejected' | 'expired' | 'withdrawn'
}

/**
 * Does an act at once, or leaves a request where the tenant's rules ask for a second person. Once for each
 * key of the actor. It stands in a module above; the program puts it in.
 */
export type Submit = <Content>(
  tx: Tx,
  actor: Actor,
  act: Act<Content>,
  content: Content,
  how: { readonly key: string; readonly reason?: string },
) => Promise<Submitted>

/** Why somebody does it: a request for a second person asks for one. */
export const ReasonText = Type.String({ minLength: 1, maxLength: 1_000 })

/** What a deed that waits for a second person answers, with 202. */
export const Waiting = Type.Object(
  { request: IdText<'deed'>() },
  { description: 'It waits for a second person. The request, as /api/console/approvals names it.' },
)
