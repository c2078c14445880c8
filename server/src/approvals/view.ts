import Type, { type Static } from 'typebox'
import { formatMoney, type Money } from '../kernel/money.ts'
import { AmountText, IdText } from '../kernel/schemas.ts'
import { type Request, states } from './request.ts'
import type { Rule } from './rule.ts'

const Time = Type.String({ format: 'date-time' })
const Somebody = Type.Object({ id: IdText<'person'>(), name: Type.String() })
const Values = Type.Record(Type.String(), Type.Unknown())
const Amount = Type.Object({
  amount: AmountText,
  currency: Type.Object({ code: Type.String(), decimals: Type.Integer() }),
})

export const RequestBrief = Type.Object({
  id: IdText<'deed'>(),
  kind: Type.String(),
  subject: Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String() }),
  amount: Type.Union([Amount, Type.Null()]),
  reason: Type.String(),
  requestedBy: Somebody,
  requestedAt: Time,
  expiresAt: Time,
  state: Type.Enum([...states]),
  decidedBy: Type.Union([Somebody, Type.Null()]),
  decidedAt: Type.Union([Time, Type.Null()]),
  decisionReason: Type.Union([Type.String(), Type.Null()]),
  mayDecide: Type.Boolean(),
  own: Type.Boolean(),
})

export const RequestDetail = Type.Object({
  ...RequestBrief.properties,
  before: Values,
  after: Values,
})

export const RuleView = Type.Object({
  kind: Type.String(),
  /** Whether acts of this kind have an amount that a rule can go by. */
  byAmount: Type.Boolean(),
  /** Whether two people could decide about it today. */
  possible: Type.Boolean(),
  rule: Type.Union([
    Type.Null(),
    Type.Object({ hours: Type.Integer(), minimum: Type.Union([Amount, Type.Null()]) }),
  ]),
})

export function requestBrief(request: Request): Static<typeof RequestBrief> {
  const { id, kind, subject, reason, requestedBy, state, decidedBy, decisionReason } = request
  return {
    id,
    kind,
    subject: { ...subject },
    amount: amountView(request.amount),
    reason,
    requestedBy: { ...requestedBy },
    requestedAt: request.requestedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    state,
    decidedBy: decidedBy && { ...decidedBy },
    decidedAt: request.decidedAt?.toISOString() ?? null,
    decisionReason,
    mayDecide: request.mayDecide && state === 'waiting',
    own: request.own,
  }
}

export function requestDetail(request: Request): Static<typeof RequestDetail> {
  return { ...requestBrief(request), before: { ...request.before }, after: { ...request.after } }
}

export function ruleView(rule: Rule | undefined): Static<typeof RuleView>['rule'] {
  return rule ? { hours: rule.hours, minimum: amountView(rule.minimum) } : null
}

function amountView(money: Money | null) {
  return money && { amount: formatMoney(money), currency: { ...money.currency } }
}
