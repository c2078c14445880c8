import { type Actor, hashPin, requirePermission, vendorsInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { requireVendor } from './vendor.ts'

export const OperatorUnknown = refusal('operator.unknown', 404, 'There is no such operator.')

export type OperatorRole = 'cashier' | 'supervisor'
export type Operator = {
  readonly id: Id<'operator'>
  readonly name: string
  readonly role: OperatorRole
}

/** Registers somebody who sells at the terminals of a vendor, with a PIN of 4 to 8 digits. */
export async function registerOperator(
  tx: Tx,
  actor: Actor,
  operator: {
    readonly vendorId: Id<'vendor'>
    readonly name: string
    readonly role: OperatorRole
    readonly pin: string
    readonly id?: Id<'operator'>
  },
): Promise<Id<'operator'>> {
  await requireVendor(tx, actor, 'operator.register', operator.vendorId)
  const id = operator.id ?? newId<'operator'>()
  const name = cleanText(operator.name, { pointer: '/name', max: 80 })
  const pinHash = await hashPin(operator.pin)
  await tx.execute(
    `insert into vendors.operator (tenant_id, id, vendor_id, name, role, pin_hash, status, created_at)
     values ($1, $2, $3, $4, $5, $6, 'active', $7)`,
    [actor.tenantId, id, operator.vendorId, name, operator.role, pinHash, now()],
  )
  await recordStep(tx, actor, 'operator.register', id)
  return id
}

/** Gives an operator another PIN. */
export async function changePin(
  tx: Tx,
  actor: Actor,
  operatorId: Id<'operator'>,
  pin: string,
): Promise<void> {
  await requireOperator(tx, actor, operatorId)
  await tx.execute('update vendors.operator set pin_hash = $3 where tenant_id = $1 and id = $2', [
    actor.tenantId,
    operatorId,
    await hashPin(pin),
  ])
  await recordStep(tx, actor, 'operator.change_pin', operatorId)
}

/** Disables an operator: open sessions at terminals are refused within a second. */
export async function disableOperator(
  tx: Tx,
  actor: Actor,
  operatorId: Id<'operator'>,
): Promise<void> {
  await requireOperator(tx, actor, operatorId)
  await tx.execute(
    `update vendors.operator set status = 'disabled' where tenant_id = $1 and id = $2`,
    [actor.tenantId, operatorId],
  )
  await recordStep(tx, actor, 'operator.disable', operatorId)
}

/** The active operators of a vendor, by name: what a terminal shows before sign-in. */
export function operatorsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
): Promise<Operator[]> {
  return db.rows<Operator>(
    `select id, name, role from vendors.operator
     where tenant_id = $1 and vendor_id = $2 and status = 'active' order by name, id`,
    [tenantId, vendorId],
  )
}

export type OperatorForSignIn = Operator & { readonly pinHash: string }

/** An active operator of this vendor with the PIN's hash; undefined when there is none. */
export async function operatorForSignIn(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
  operatorId: Id<'operator'>,
): Promise<OperatorForSignIn | undefined> {
  const row = await db.row<Operator & { pin_hash: string }>(
    `select id, name, role, pin_hash from vendors.operator
     where tenant_id = $1 and id = $2 and vendor_id = $3 and status = 'active'`,
    [tenantId, operatorId, vendorId],
  )
  return row && { id: row.id, name: row.name, role: row.role, pinHash: row.pin_hash }
}

// An operator of a vendor out of reach is answered like one that does not exist.
async function requireOperator(tx: Tx, actor: Actor, operatorId: Id<'operator'>): Promise<void> {
  requirePermission(actor, 'operator.register')
  const row = await tx.row(
    `select 1 from vendors.operator
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or vendor_id = any ($3)) for update`,
    [actor.tenantId, operatorId, vendorsInReach(actor, 'operator.register')],
  )
  if (!row) throw OperatorUnknown()
}

function recordStep(
  tx: Tx,
  actor: Actor,
  action: string,
  operatorId: Id<'operator'>,
): Promise<void> {
  return record(tx, { actor, action, object: { kind: 'operator', id: operatorId } })
}
