import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import type { Act, Actor } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { type Currency, formatMoney } from '../kernel/money.ts'
import { ActUnknown, RuleMalformed, TooFewDeciders } from './refusals.ts'
import { enoughDeciders, type Rule, readRules } from './rule.ts'

const Content = Type.Object({
  kind: Type.String(),
  /** Null takes the rule away. The minimum is in minor units. */
  rule: Type.Union([
    Type.Null(),
    Type.Object({
      hours: Type.Integer(),
      minimum: Type.Union([
        Type.Null(),
        Type.Object({ minor: Type.String(), code: Type.String(), decimals: Type.Integer() }),
      ]),
    }),
  ]),
})
export type RuleContent = Static<typeof Content>

/** Changing a rule is an act too: with a rule of its own, no one person takes the others away. */
export function ruleAct(acts: () => readonly Act<unknown>[]): Act<RuleContent> {
  return {
    kind: 'approval.rule',
    permission: 'tenant.configure',
    parse: (stored) => Value.Parse(Content, stored),
    lock: async (tx, { tenantId }, { kind }) => {
      await tx.rows(
        'select kind from approvals.rule where tenant_id = $1 and kind = $2 for update',
        [tenantId, kind],
      )
    },
    describe: async (db, { tenantId }, { kind, rule }) => {
      const act = acts().find((one) => one.kind === kind)
      if (!act) throw ActUnknown({ kind })
      const wanted = rule && ruleOf(kind, rule)
      if (wanted && !(await enoughDeciders(db, tenantId, act))) throw TooFewDeciders()
      const [present] = await readRules(db, tenantId, kind)
      return {
        subject: { kind: 'approval_rule', id: kind, name: kind },
        before: shown(present),
        after: shown(wanted ?? undefined),
      }
    },
    execute: async (tx, actor, { kind, rule }, { reason }) => {
      const { tenantId } = actor
      const [before] = await readRules(tx, tenantId, kind)
      const wanted = rule === null ? undefined : ruleOf(kind, rule)
      await (wanted ? write(tx, tenantId, wanted) : remove(tx, tenantId, kind))
      await noted(tx, actor, kind, { before: shown(before), after: shown(wanted), reason })
    },
  }
}

function ruleOf(kind: string, { hours, minimum }: NonNullable<RuleContent['rule']>): Rule {
  const minor = minimum === null ? 1n : BigInt(minimum.minor)
  if (hours < 1 || hours > 720 || minor <= 0n) throw RuleMalformed()
  if (minimum === null) return { kind, hours, minimum }
  const { code, decimals } = minimum
  return { kind, hours, minimum: { minor, currency: { code, decimals } as Currency } }
}

function noted(
  tx: Tx,
  actor: Actor,
  kind: string,
  {
    reason,
    ...change
  }: Record<'before' | 'after', ReturnType<typeof shown>> & {
    readonly reason: string | undefined
  },
) {
  return record(tx, {
    actor,
    action: 'approval.rule',
    object: { kind: 'approval_rule', id: kind },
    ...change,
    ...(reason !== undefined && { reason }),
  })
}

function shown(rule: Rule | undefined) {
  if (!rule) return { needed: false }
  const from = rule.minimum && `${rule.minimum.currency.code} ${formatMoney(rule.minimum)}`
  return { needed: true, from, hours: rule.hours }
}

async function write(tx: Tx, tenantId: Id<'tenant'>, { kind, minimum, hours }: Rule) {
  const currency = minimum?.currency
  await tx.execute(
    `insert into approvals.rule
       (tenant_id, kind, minimum_minor, currency, currency_decimals, hours, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, kind) do update set
       minimum_minor = excluded.minimum_minor, currency = excluded.currency,
       currency_decimals = excluded.currency_decimals, hours = excluded.hours,
       changed_at = excluded.changed_at`,
    [
      tenantId,
      kind,
      minimum?.minor ?? null,
      currency?.code ?? null,
      currency?.decimals ?? null,
      hours,
      now(),
    ],
  )
}

function remove(tx: Tx, tenantId: Id<'tenant'>, kind: string) {
  return tx.execute('delete from approvals.rule where tenant_id = $1 and kind = $2', [
    tenantId,
    kind,
  ])
}
