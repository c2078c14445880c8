import { type Actor, allPermissions, type Permission, type Visit } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Id, parseId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import type { Tenant } from '../tenants/index.ts'
import { type Grant, grantInForce } from './grants.ts'
import { companyOf, operatorIn, requireOperator } from './operator.ts'

export const VisitEnded = refusal(
  'grant.ended',
  403,
  'The leave to look into this company has ended. Go back to the platform and ask again.',
)
export const VisitReadsOnly = refusal(
  'grant.reads_only',
  403,
  'A visit looks and changes nothing. Ask an administrator of the company to make the change.',
)

/** What a visitor may do: read, but neither keys nor what belongs to the platform. */
const visitorPermissions: ReadonlySet<Permission> = new Set(
  allPermissions.filter(
    (name) => name.endsWith('.read') && name !== 'key.read' && !name.startsWith('platform.'),
  ),
)

export type VisitShown = { readonly company: Tenant; readonly grant: Grant }

/** Begins a visit under a grant: the mark to keep in the operator's browser. It is worth nothing to others. */
export async function enterVisit(
  operator: Actor,
  tenantId: Id<'tenant'>,
  grantId: Id<'grant'>,
): Promise<string> {
  const { company } = await visitOf(operator, `${tenantId}.${grantId}`)
  await transaction({ tenantId }, (tx) =>
    record(tx, {
      actor: operatorIn(company, operator),
      action: 'grant.enter',
      object: { kind: 'grant', id: grantId },
    }),
  )
  return `${tenantId}.${grantId}`
}

/**
 * Who an operator is during a visit: an actor of the company who reads everywhere in it. Each request of a visit
 * is written into the company's trail before it is answered.
 * @throws VisitEnded, VisitReadsOnly, NotAllowed
 */
export const visitingAs: Visit = async (operator, mark, { method, route, path }) => {
  const { company, grant } = await visitOf(operator, mark)
  if (method !== 'GET' && method !== 'HEAD') throw VisitReadsOnly()
  const visitor = visitorOf(operator, { company })
  await transaction(visitor, (tx) =>
    record(tx, {
      actor: visitor,
      action: 'grant.read',
      object: { kind: 'grant', id: grant.id },
      after: { route, path },
    }),
  )
  return visitor
}

/** The visit that a mark stands for, while its grant is in force and the operator is one. */
export async function visitOf(operator: Actor, mark: string): Promise<VisitShown> {
  await requireOperator(operator, 'platform.visit')
  const [tenant = '', grant = ''] = mark.split('.')
  const tenantId = parseId<'tenant'>(tenant)
  const grantId = parseId<'grant'>(grant)
  if (!tenantId || !grantId) throw VisitEnded()
  const company = await companyOf(tenantId)
  const found = await reading({ tenantId }, (db) =>
    grantInForce(db, tenantId, grantId, operator.id),
  )
  if (!found) throw VisitEnded()
  return { company, grant: found }
}

/** The operator as an actor of the company who reads everywhere in it. */
export function visitorOf(operator: Actor, { company }: Pick<VisitShown, 'company'>): Actor {
  return {
    ...operatorIn(company, operator),
    permissions: visitorPermissions,
    reach: { utilities: 'all', vendors: 'all' },
  }
}
