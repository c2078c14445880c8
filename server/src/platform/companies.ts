import {
  type Actor,
  giveRole,
  once,
  registerPerson,
  sendInvitation,
  setSuspended,
  stationeryOf,
  suspendedSince,
  systemActor,
} from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, reading, transaction } from '../db/index.ts'
import { addDays, businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { allTenants, foundTenant, readTenant, type Tenant } from '../tenants/index.ts'
import { companyOf, operatorIn, requireOperator } from './operator.ts'

/** How much of each a company has; no name of anybody. */
export type CompanyCounts = {
  readonly utilities: number
  readonly people: number
  readonly vendors: number
  readonly terminals: number
  readonly meters: number
  readonly customers: number
  /** Sales of the last two business days of its utilities, UTC. */
  readonly recentSales: number
}

export type Company = Tenant & {
  readonly suspendedAt: Date | null
  readonly administrators: number
  readonly counts: CompanyCounts
}

/** The companies of this installation, the oldest first. */
export async function listCompanies(operator: Actor): Promise<Company[]> {
  await requireOperator(operator, 'platform.read')
  const companies: Company[] = []
  for (const tenant of await allTenants()) {
    if (tenant.platform) continue
    companies.push(await reading({ tenantId: tenant.id }, (db) => companyNow(db, tenant)))
  }
  return companies
}

export async function readCompany(operator: Actor, tenantId: Id<'tenant'>): Promise<Company> {
  await requireOperator(operator, 'platform.read')
  const tenant = await companyOf(tenantId)
  return reading({ tenantId }, (db) => companyNow(db, tenant))
}

export type NewCompany = {
  readonly name: string
  readonly administrator: {
    readonly name: string
    readonly email: string
    readonly language?: string
  }
}

/**
 * Makes a company and invites its first administrator, once for each key. The operator never learns the link. A
 * repeat after a crash makes what was still missing.
 * @throws EmailTaken, EmailMalformed, TextMalformed, KeyReused
 */
export async function foundCompany(
  operator: Actor,
  company: NewCompany,
  { key, origin }: { readonly key: string; readonly origin: string },
): Promise<Id<'tenant'>> {
  await requireOperator(operator, 'platform.manage')
  const { name, administrator } = company
  const id = await transaction(operator, (tx) =>
    once<'tenant'>(tx, operator, key, ['company', company], (fresh) =>
      record(tx, {
        actor: operator,
        action: 'company.found',
        object: { kind: 'company', id: fresh },
        after: { name },
      }),
    ),
  )
  if (await readTenant(id)) return id
  const stationery = {
    letterhead: { ...(await stationeryOf(operator.tenantId, origin)).letterhead, brand: name },
    origin,
  }
  const system: Actor = { ...systemActor(id), name: `${operator.name} (platform)` }
  await transaction({ tenantId: id }, async (tx) => {
    await foundTenant(tx, { id, name })
    const person = await registerPerson(tx, system, administrator)
    await giveRole(tx, system, person, 'Tenant administrator')
    await sendInvitation(tx, system, person, stationery, { fresh: true })
  })
  return id
}

/**
 * Suspends a company, or lets it work again. Doing so twice is no error. It stands in the company's own trail and in
 * the platform's.
 */
export async function suspendCompany(
  operator: Actor,
  tenantId: Id<'tenant'>,
  suspended: boolean,
  reason: string,
): Promise<void> {
  await requireOperator(operator, 'platform.manage')
  const company = await companyOf(tenantId)
  const changed = await transaction({ tenantId }, (tx) =>
    setSuspended(tx, operatorIn(company, operator), suspended, reason),
  )
  if (!changed) return
  await transaction(operator, (tx) =>
    record(tx, {
      actor: operator,
      action: suspended ? 'company.suspend' : 'company.resume',
      object: { kind: 'company', id: tenantId },
      reason,
    }),
  )
}

async function companyNow(db: Db, tenant: Tenant): Promise<Company> {
  const { id } = tenant
  const since = addDays(businessDay(now(), 'UTC'), -1)
  const row = await db.row<CompanyCounts & { administrators: number }>(
    `select
       (select count(*)::int from tenants.utility where tenant_id = $1) as utilities,
       (select count(*)::int from access.person where tenant_id = $1 and status <> 'disabled') as people,
       (select count(*)::int from vendors.vendor where tenant_id = $1) as vendors,
       (select count(*)::int from terminals.terminal where tenant_id = $1) as terminals,
       (select count(*)::int from meters.meter where tenant_id = $1) as meters,
       (select count(*)::int from customers.customer where tenant_id = $1) as customers,
       (select coalesce(sum(items), 0)::int from hub.sale_day
        where tenant_id = $1 and business_day >= $2) as "recentSales",
       (select count(distinct p.id)::int from access.person p
        join access.assignment a on a.tenant_id = $1 and a.person_id = p.id and a.reach = 'tenant'
        join access.role r on r.tenant_id = $1 and r.id = a.role_id and r.shipped
          and r.name = 'Tenant administrator'
        where p.tenant_id = $1 and p.status = 'active') as administrators`,
    [id, since],
  )
  if (!row) throw new Error('A count gave no row.')
  const { administrators, ...counts } = row
  return { ...tenant, suspendedAt: await suspendedSince(db, id), administrators, counts }
}
