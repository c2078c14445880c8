import {
  type CheckPlace,
  countRows,
  headUnknown,
  strangeRows,
  verifyPart,
} from '../db/chain/verify.ts'
import type { Finding } from '../db/chain/verify-block.ts'
import { auditChain } from './chain.ts'
import { WholeTrailOnly } from './export-trail.ts'
import type { LongWork } from './long-work.ts'
import { type AuditActor, record } from './record.ts'

export type CheckParams = {
  /** One that was kept outside: 64 hexadecimal digits. A trail that was cut off at its end shows by it alone. */
  readonly knownHead: string | null
}
type TrailPlace = {
  readonly at: CheckPlace | null
  readonly blocks: number
  readonly sealed: number
  readonly findings: number
  readonly knownSeen: boolean
}

/** Blocks in one chunk: some tens of thousands of events, a second's work. */
const CHUNK = 20

/**
 * Recomputes the whole trail from its rows, as `saldo verify` does. What is found is a failure of the job,
 * with the event it is about; that it was checked, and how it came out, is in the trail too. Long work: see
 * jobs/.
 */
export function checkTrail<Caller extends AuditActor>(
  seesAll: (caller: Caller) => boolean,
): LongWork<Caller, CheckParams, TrailPlace> {
  return {
    kind: 'audit.verify',
    permission: 'audit.export',
    async step(tx, { actor, jobId, params: { knownHead }, place: kept }) {
      if (!seesAll(actor)) throw WholeTrailOnly()
      const { tenantId } = actor
      const before = kept ?? BEGINNING
      const part = await verifyPart(auditChain, tx, tenantId, before.at, CHUNK)
      const knownSeen = before.knownSeen || part.heads.includes(knownHead ?? '')
      const findings = [...part.findings]
      if (part.finished) {
        if (knownHead !== null && !knownSeen) findings.push(headUnknown(knownHead))
        findings.push(...(await strangeRows(auditChain, tx, tenantId)))
      }
      const place = {
        at: part.place,
        blocks: before.blocks + part.blocks,
        sealed: before.sealed + part.sealed,
        findings: before.findings + findings.length,
        knownSeen,
      }
      const rows = await countRows(auditChain, tx, tenantId)
      if (part.finished) {
        await record(tx, {
          actor,
          action: 'audit.verify',
          object: { kind: 'job', id: jobId },
          after: {
            events: place.sealed,
            unsealed: Math.max(0, rows - place.sealed),
            findings: place.findings,
            ...(place.blocks > 0 && { head: part.place.previous }),
          },
        })
      }
      return {
        place,
        total: rows,
        done: part.sealed,
        failures: findings.map(failureOf),
        finished: part.finished,
      }
    },
  }
}

const BEGINNING: TrailPlace = { at: null, blocks: 0, sealed: 0, findings: 0, knownSeen: false }

function failureOf({ code, subject, sentence }: Finding) {
  return { item: subject, code: `audit.${code}`, detail: sentence }
}
