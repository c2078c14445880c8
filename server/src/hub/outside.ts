import type { Outcome, OutsideBackEnd, OutsideOrder, OutsideToken } from '../backends/index.ts'
import { openCase } from '../cases/index.ts'
import { call, reading, statement, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, timeOfId } from '../kernel/ids.ts'
import type { Committed } from './commit.ts'
import { saleContentOf, saleHash } from './content.ts'
import { type Proposal, saleRow, transferRows } from './proposal.ts'
import { refused } from './refused.ts'
import { readSaleById, type Sale, type Sold } from './sale.ts'
import { clockTolerance } from './tolerance.ts'

/** Milliseconds that an outside back end is waited for before its outcome counts as unknown. */
const CALL_DEADLINE_MS = 12_000

/**
 * The long way: write the sale down and hold its cost, call with no transaction open, settle by what was
 * said. An answer that does not come leaves the sale `unknown` and the money held; `resolveUnknown` asks
 * again.
 */
export async function sellOutside(
  backEnd: OutsideBackEnd,
  proposal: Proposal,
  found: () => Promise<Sold>,
): Promise<Sold> {
  const held = await hold(proposal)
  if (held.status === 'found') return found()
  if (held.status !== 'done') throw refused(held, proposal)
  const order: OutsideOrder = {
    tenantId: proposal.tenantId,
    saleId: proposal.saleId,
    serialNumber: proposal.asked.context.serialNumber,
    tender: proposal.asked.tender,
    currency: proposal.asked.utility.currency,
  }
  const outcome = await withDeadline(() => backEnd.issue(order))
  await settle(proposal.tenantId, proposal.saleId, outcome, 0)
  return { sale: await saleAfter(proposal.tenantId, proposal.saleId), repeated: false }
}

/** What the back end says, or `unknown` when it says nothing in time, fails, or makes no sense. */
export async function withDeadline(ask: () => Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ outcome: 'unknown' }), callDeadlineMs)
  })
  try {
    const said = await Promise.race([ask(), late])
    return makesSense(said) ? said : { outcome: 'unknown' }
  } catch {
    // A failure of the connection says nothing about what the other side did.
    return { outcome: 'unknown' }
  } finally {
    clearTimeout(timer)
  }
}

// What cannot be booked must not be taken for an answer: the sale would stay open with nobody asking again.
function makesSense(said: Outcome): boolean {
  if (said.outcome !== 'issued') return true
  return (
    said.tokens.length > 0 &&
    said.tokens.every(({ digits, units }) => /^[0-9]{20}$/.test(digits) && units >= 0n)
  )
}

/** For tests that script a silent back end. */
export function setCallDeadline(milliseconds: number = CALL_DEADLINE_MS): void {
  callDeadlineMs = milliseconds
}

let callDeadlineMs = CALL_DEADLINE_MS

async function hold(proposal: Proposal): Promise<Pick<Committed, 'status' | 'available'>> {
  const [row] = await call<{ status: Committed['status']; available: bigint | null }>(
    holdStatement,
    [
      proposal.tenantId,
      now(),
      clockTolerance(),
      JSON.stringify(saleRow(proposal, 0)),
      JSON.stringify(transferRows(proposal, 0)),
      askAt(0),
    ],
  )
  if (!row) throw new Error('Holding a sale gave no answer.')
  return row
}

/**
 * Writes down what a back end said of a sale. The first definite answer wins; one that contradicts it later
 * changes nothing and opens a case for a person.
 */
export async function settle(
  tenantId: Id<'tenant'>,
  saleId: Id<'sale'>,
  outcome: Outcome,
  asked: number,
): Promise<string> {
  const tokens = outcome.outcome === 'issued' ? outcome.tokens : []
  const [row] = await call<{ state: string }>(settleStatement, [
    tenantId,
    now(),
    saleId,
    timeOfId(saleId),
    outcome.outcome,
    JSON.stringify(tokens.map(tokenRow)),
    outcome.outcome === 'issued' ? await contentHashOf(tenantId, saleId, tokens) : null,
    askAt(asked + 1),
  ])
  const state = row?.state ?? 'missing'
  if (await contradicts(tenantId, saleId, state, outcome)) {
    await transaction({ tenantId }, (tx) =>
      openCase(tx, {
        tenantId,
        kind: 'sale_contradiction',
        subjectId: saleId,
        detail: { state: state.replace('already_', ''), said: outcome.outcome },
      }),
    )
  }
  return state
}

/** Whether an answer says otherwise than the one that was booked: refused and not, or other tokens. */
async function contradicts(
  tenantId: Id<'tenant'>,
  saleId: Id<'sale'>,
  state: string,
  said: Outcome,
): Promise<boolean> {
  if (state === 'already_refused') return said.outcome === 'issued'
  if (state !== 'already_done' || said.outcome === 'unknown') return false
  if (said.outcome === 'refused') return true
  const { tokens } = await saleAfter(tenantId, saleId)
  return digitsOf(tokens) !== digitsOf(said.tokens)
}

function digitsOf(tokens: readonly { readonly digits: string }[]): string {
  return tokens.map(({ digits }) => digits).join()
}

/** When to ask again: 2, 4, 8 … seconds after the last time, at most 5 minutes. */
function askAt(asked: number): Date {
  return new Date(now().getTime() + Math.min(2_000 * 2 ** asked, 300_000))
}

async function contentHashOf(
  tenantId: Id<'tenant'>,
  saleId: Id<'sale'>,
  tokens: readonly OutsideToken[],
): Promise<Buffer> {
  const content = await reading({ tenantId }, (db) => saleContentOf(db, tenantId, saleId))
  return saleHash({ ...content, digits: tokens.map(({ digits }) => digits).join('') })
}

async function saleAfter(tenantId: Id<'tenant'>, saleId: Id<'sale'>): Promise<Sale> {
  const sale = await reading({ tenantId }, (db) => readSaleById(db, tenantId, saleId))
  if (!sale) throw new Error('A settled sale was not found.')
  return sale
}

function tokenRow(token: OutsideToken, index: number) {
  return {
    ordinal: index + 1,
    kind: token.kind,
    digits: token.digits,
    units: token.units.toString(),
  }
}

const holdStatement = statement(
  'hub.hold_sale',
  'select status, available from hub.hold_sale($1, $2, $3, $4, $5, $6)',
)
const settleStatement = statement(
  'hub.settle_sale',
  'select hub.settle_sale($1, $2, $3, $4, $5, $6, $7, $8) as state',
)
