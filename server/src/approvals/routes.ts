import Type, { type Static } from 'typebox'
import {
  type Act,
  type Actor,
  guardConsole,
  ReasonText as Reason,
  Waiting,
} from '../access/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import { type Currency, parseMoney } from '../kernel/money.ts'
import { AmountText, IdText } from '../kernel/schemas.ts'
import { cleanText } from '../kernel/text.ts'
import { approve, reject, withdraw } from './decide.ts'
import { ActUnknown, RuleMalformed } from './refusals.ts'
import { countWaiting, listRequests, readRequest } from './request.ts'
import { enoughDeciders, readRules } from './rule.ts'
import { type RuleContent, ruleAct } from './rule-act.ts'
import { submit } from './submit.ts'
import {
  RequestBrief,
  RequestDetail,
  RuleView,
  requestBrief,
  requestDetail,
  ruleView,
} from './view.ts'

export interface ApprovalOptions {
  /** Every act that a tenant may put under a second person. */
  readonly acts: readonly Act<unknown>[]
  /** The currencies of the actor's tenant: a rule by amount names one of them. */
  readonly currenciesOf: (actor: Actor) => Promise<readonly Currency[]>
}

const RequestKey = Type.Object({ id: IdText<'deed'>() })
const RuleBody = Type.Object(
  {
    rule: Type.Union([
      Type.Null(),
      Type.Object(
        {
          hours: Type.Integer({ minimum: 1, maximum: 720 }),
          minimum: Type.Optional(
            Type.Object(
              { amount: AmountText, currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
    ]),
    reason: Type.Optional(Reason),
  },
  { additionalProperties: false },
)

/** What waits for a second person, and the rules that say what must. */
export function approvalRoutes(options: ApprovalOptions) {
  const rules = ruleAct(() => acts)
  const acts: readonly Act<unknown>[] = [...options.acts, rules]

  return async (app: Http): Promise<void> => {
    app.addHook('preValidation', guardConsole)
    requestRoutes(app, acts)

    app.get(
      '/approval-rules',
      {
        config: { permission: 'tenant.configure' },
        schema: {
          summary: 'Which kinds of acts need a second person, and from which amount on',
          response: { 200: Type.Object({ data: Type.Array(RuleView) }) },
        },
      },
      async ({ actor }) =>
        reading(actor, async (db) => {
          const present = await readRules(db, actor.tenantId)
          const data: Static<typeof RuleView>[] = []
          for (const act of acts) {
            const rule = present.find((one) => one.kind === act.kind)
            const possible = await enoughDeciders(db, actor.tenantId, act)
            const byAmount = act.byAmount === true
            data.push({ kind: act.kind, byAmount, possible, rule: ruleView(rule) })
          }
          return { data }
        }),
    )

    app.put(
      '/approval-rules/:kind',
      {
        config: { permission: 'tenant.configure', stepUp: true },
        schema: {
          summary: 'Put a kind of act under a second person, or no longer',
          headers: KeyHeader,
          params: Type.Object({ kind: Type.String({ pattern: '^[a-z_]{1,40}\\.[a-z_]{1,40}$' }) }),
          body: RuleBody,
          response: { 202: Waiting, 204: Type.Null() },
        },
      },
      async ({ actor, params: { kind }, body, headers }, reply) => {
        const key = idempotencyKey(headers['idempotency-key'])
        const act = acts.find((one) => one.kind === kind)
        if (!act) throw ActUnknown({ kind })
        const rule = await ruleGiven(options, actor, act, body.rule)
        const how = { key, ...(body.reason !== undefined && { reason: body.reason }) }
        const { id, state } = await transaction(actor, (tx) =>
          submit(tx, actor, rules, { kind, rule }, how),
        )
        return state === 'executed'
          ? reply.status(204).send(null)
          : reply.status(202).send({ request: id })
      },
    )
  }
}

function requestRoutes(app: Http, acts: readonly Act<unknown>[]): void {
  app.get(
    '/approvals',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Requests that wait for me, that I made, or that are past; newest first',
        querystring: Type.Object(
          {
            box: Type.Enum(['queue', 'mine', 'past']),
            after: Type.Optional(IdText<'deed'>()),
            limit: Type.Optional(Type.String({ pattern: '^(25|50|100)$' })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(RequestBrief),
            next: Type.Union([IdText<'deed'>(), Type.Null()]),
          }),
        },
      },
    },
    async ({ actor, query: { limit, ...query } }) => {
      const page = await reading(actor, (db) =>
        listRequests(db, actor, acts, { ...query, limit: Number.parseInt(limit ?? '25', 10) }),
      )
      return { data: page.requests.map(requestBrief), next: page.next }
    },
  )

  app.get(
    '/approvals/count',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'How many requests wait for me, counted up to 99',
        response: { 200: Type.Object({ waiting: Type.Integer() }) },
      },
    },
    async ({ actor }) => ({
      waiting: await reading(actor, (db) => countWaiting(db, actor, acts)),
    }),
  )

  app.get(
    '/approvals/:id',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'A request that I made or may decide, with what it would change',
        params: RequestKey,
        response: { 200: RequestDetail },
      },
    },
    async ({ actor, params }) =>
      requestDetail(await reading(actor, (db) => readRequest(db, actor, acts, params.id))),
  )

  app.post(
    '/approvals/:id/approve',
    {
      config: { permission: 'approval.decide', stepUp: true },
      schema: {
        summary: 'Approve a request of somebody else: it is executed at once',
        params: RequestKey,
        body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const reason = body.reason === undefined ? undefined : reasonOf(body.reason)
      await transaction(actor, (tx) => approve(tx, actor, acts, params.id, reason))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/approvals/:id/reject',
    {
      config: { permission: 'approval.decide' },
      schema: {
        summary: 'Reject a request of somebody else, with the reason',
        params: RequestKey,
        body: Type.Object({ reason: Reason }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const reason = reasonOf(body.reason)
      await transaction(actor, (tx) => reject(tx, actor, acts, params.id, reason))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/approvals/:id/withdraw',
    {
      config: { permission: 'signed_in' },
      schema: {
        summary: 'Take back a request of my own',
        params: RequestKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => withdraw(tx, actor, acts, params.id))
      return reply.status(204).send(null)
    },
  )
}

/** A rule as it came, with the decimals of its currency. @throws RuleMalformed */
async function ruleGiven(
  { currenciesOf }: ApprovalOptions,
  actor: Actor,
  act: Act<unknown>,
  rule: Static<typeof RuleBody>['rule'],
): Promise<RuleContent['rule']> {
  if (rule === null) return null
  if (!rule.minimum) return { hours: rule.hours, minimum: null }
  const { amount, currency: code } = rule.minimum
  const currency = (await currenciesOf(actor)).find((one) => one.code === code)
  if (!currency || !act.byAmount) throw RuleMalformed()
  const { minor } = parseMoney(amount, currency, 'positive', '/rule/minimum/amount')
  return { hours: rule.hours, minimum: { minor: minor.toString(), ...currency } }
}

const reasonOf = (text: string) =>
  cleanText(text, { pointer: '/reason', max: 300, multiline: true })
