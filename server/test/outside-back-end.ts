import type { Outcome, OutsideBackEnd, OutsideOrder } from '../src/backends/index.ts'
import { postings, utilityAccountsOf } from '../src/ledger/index.ts'

/** What a scripted system does with one call. */
export type Act = (order: OutsideOrder) => Promise<Outcome>

/** Another vending system as a test scripts it: what it does next, and what it was asked. */
export interface ScriptedBackEnd {
  readonly backEnd: OutsideBackEnd
  /** Sale ids it was told to issue, in order. */
  readonly issued: string[]
  /** Sale ids it was asked about, in order. */
  readonly asked: string[]
  /** What the next calls of `issue` do; the last act stays. */
  onIssue(...acts: Act[]): void
  /** What the next calls of `outcomeOf` do; the last act stays. */
  onAsk(...acts: Act[]): void
}

export const tokenOf = (digit: string): Outcome => ({
  outcome: 'issued',
  tokens: [{ kind: 'credit', digits: digit.repeat(20), units: 75n }],
})

/** Says this. */
export const says =
  (outcome: Outcome): Act =>
  async () =>
    outcome
export const refuses = says({ outcome: 'refused', reason: 'The biller does not know the meter.' })
/** Never answers, as a connection that was cut without anybody noticing. */
export const silent: Act = () => new Promise(() => {})
export const fails: Act = async () => {
  throw new Error('connection reset')
}
/** Answers after so many milliseconds. */
export const late =
  (milliseconds: number, outcome: Outcome): Act =>
  () =>
    new Promise((resolve) => setTimeout(() => resolve(outcome), milliseconds))

export function scriptedBackEnd(): ScriptedBackEnd {
  const issued: string[] = []
  const asked: string[] = []
  let toIssue: Act[] = [silent]
  let toAsk: Act[] = [silent]
  const next = (acts: Act[]) => (acts.length > 1 ? acts.shift()! : acts[0]!)
  return {
    issued,
    asked,
    onIssue(...acts) {
      toIssue = acts
    },
    onAsk(...acts) {
      toAsk = acts
    },
    backEnd: {
      name: 'biller',
      way: 'outside',
      serves: () => true,
      issue(order) {
        issued.push(order.saleId)
        return next(toIssue)(order)
      },
      outcomeOf(order) {
        asked.push(order.saleId)
        return next(toAsk)(order)
      },
      async quote({ tenantId, context, tender }) {
        const accounts = await utilityAccountsOf({ tenantId }, context.utilityId, context.commodity)
        const vendor = context.vendor!
        return {
          tariffName: 'Biller',
          tariffVersionId: null,
          lines: [{ kind: 'energy', minor: tender, label: 'Biller' }],
          units: 75n,
          sums: {
            fee: 0n,
            arrears: 0n,
            charge: 0n,
            levy: 0n,
            tax: 0n,
            energy: tender,
            rounding: 0n,
          },
          transfers: postings.outside_sale({
            float: vendor.floatId,
            accounts,
            fee: 0n,
            owed: tender,
            margin: 0n,
            marginMode: vendor.marginMode,
          }),
          accounts,
          owed: new Map(),
          marginMinor: 0n,
          netMinor: tender,
          usageAfter: null,
          trace: {} as never,
        }
      },
    },
  }
}
