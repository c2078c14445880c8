import {
  type Actor,
  NotAllowed,
  type Permission,
  requirePermission,
  requireWithin,
  vendorsInReach,
} from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, statement, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { openVendorAccounts, setCreditLimit, setFrozen, vendorAccounts } from '../ledger/index.ts'
import { takeNumbers } from '../tenants/index.ts'

export const VendorUnknown = refusal('vendor.unknown', 404, 'There is no such vendor.')
export const VendorMalformed = refusal(
  'vendor.malformed',
  400,
  'The details of this vendor cannot be used.',
)
export const VendorWrongStatus = refusal(
  'vendor.wrong_status',
  409,
  'This cannot be done with a vendor in its present state.',
)
export const SupplyGroupUnknown = refusal(
  'supply_group.unknown',
  404,
  'There is no such supply group.',
)

export type VendorStatus = 'applied' | 'approved' | 'suspended' | 'closed'

export type NewVendor = {
  readonly name: string
  readonly address: string
  readonly phone: string
  /** ISO 4217 code of the float. */
  readonly currency: string
  /** `net`: a sale costs the float retail less margin. `gross`: retail, and the margin is owed. */
  readonly marginMode: 'net' | 'gross'
  /** The float below which somebody should be told, minor units. */
  readonly lowFloatMinor: bigint
  /** How far the float may be overdrawn, minor units; 0 unless told. */
  readonly creditLimitMinor?: bigint
  readonly id?: Id<'vendor'>
}

export type Vendor = {
  readonly id: Id<'vendor'>
  readonly number: bigint
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly currency: string
  readonly status: VendorStatus
  readonly marginMode: 'net' | 'gross'
  readonly lowFloatMinor: bigint
}

/**
 * Registers a vendor that has applied. Its float is opened frozen: it sells once approved. Whoever reaches some
 * vendors only would not reach the new one: they may not.
 */
export async function registerVendor(
  tx: Tx,
  actor: Actor,
  vendor: NewVendor,
): Promise<{ id: Id<'vendor'>; number: bigint }> {
  requirePermission(actor, 'vendor.register')
  if (vendorsInReach(actor, 'vendor.register') !== null) {
    throw NotAllowed({ permission: 'vendor.register' })
  }
  checkDetails(vendor)
  const id = vendor.id ?? newId<'vendor'>()
  const number = await takeNumbers(tx, actor.tenantId, 'vendor')
  await tx.execute(
    `insert into vendors.vendor
       (tenant_id, id, number, name, address, phone, currency, status, margin_mode, low_float_minor,
        created_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'applied', $8, $9, $10)`,
    [
      actor.tenantId,
      id,
      number,
      cleanText(vendor.name, { pointer: '/name', max: 120 }),
      cleanText(vendor.address, { pointer: '/address', max: 300, min: 0 }),
      cleanText(vendor.phone, { pointer: '/phone', max: 40, min: 0 }),
      vendor.currency,
      vendor.marginMode,
      vendor.lowFloatMinor,
      now(),
    ],
  )
  const accounts = await openVendorAccounts(tx, {
    tenantId: actor.tenantId,
    vendorId: id,
    currency: vendor.currency,
    creditLimit: vendor.creditLimitMinor ?? 0n,
  })
  await setFrozen(tx, actor.tenantId, accounts.float, true)
  await record(tx, { actor, action: 'vendor.register', object: { kind: 'vendor', id } })
  return { id, number }
}

/** Approves a vendor that has applied: from now on it may sell. */
export async function approveVendor(tx: Tx, actor: Actor, vendorId: Id<'vendor'>): Promise<void> {
  await requireVendor(tx, actor, 'vendor.approve', vendorId)
  await changeStatus(tx, actor, vendorId, { from: ['applied'], to: 'approved' })
}

/** Suspends a vendor: its float is frozen and the next sale of any of its terminals is refused. */
export async function suspendVendor(tx: Tx, actor: Actor, vendorId: Id<'vendor'>): Promise<void> {
  await requireVendor(tx, actor, 'vendor.suspend', vendorId)
  await changeStatus(tx, actor, vendorId, { from: ['approved'], to: 'suspended' })
}

/** Lets a suspended vendor sell again. */
export async function resumeVendor(tx: Tx, actor: Actor, vendorId: Id<'vendor'>): Promise<void> {
  await requireVendor(tx, actor, 'vendor.suspend', vendorId)
  await changeStatus(tx, actor, vendorId, { from: ['suspended'], to: 'approved' })
}

/** Sets how far the float may be overdrawn, minor units. */
export async function setVendorCreditLimit(
  tx: Tx,
  actor: Actor,
  vendorId: Id<'vendor'>,
  limitMinor: bigint,
): Promise<void> {
  await requireVendor(tx, actor, 'vendor.approve', vendorId)
  if (limitMinor < 0n) throw malformed('/creditLimit')
  const { currency } = await readVendor(tx, actor.tenantId, vendorId)
  requireWithin(actor, 'vendor.approve', { minor: limitMinor, currency })
  const accounts = await vendorAccounts(tx, actor.tenantId, vendorId)
  if (!accounts) throw VendorUnknown()
  await setCreditLimit(tx, actor.tenantId, accounts.float, limitMinor)
  const object = { kind: 'vendor', id: vendorId }
  await record(tx, { actor, action: 'vendor.credit_limit', object, after: { limitMinor } })
}

/** Lets a vendor sell to the meters of a supply group. Saying so twice is no error. */
export async function allowSupplyGroup(
  tx: Tx,
  actor: Actor,
  vendorId: Id<'vendor'>,
  supplyGroupId: Id<'supply_group'>,
): Promise<void> {
  await requireVendor(tx, actor, 'vendor.register', vendorId)
  await refusing({ vendor_supply_group_group: () => SupplyGroupUnknown() }, () =>
    tx.execute(
      `insert into vendors.supply_group (tenant_id, vendor_id, supply_group_id) values ($1, $2, $3)
       on conflict do nothing`,
      [actor.tenantId, vendorId, supplyGroupId],
    ),
  )
  const object = { kind: 'vendor', id: vendorId }
  await record(tx, { actor, action: 'vendor.allow_group', object, after: { supplyGroupId } })
}

/** Takes a supply group away from a vendor. */
export async function disallowSupplyGroup(
  tx: Tx,
  actor: Actor,
  vendorId: Id<'vendor'>,
  supplyGroupId: Id<'supply_group'>,
): Promise<void> {
  await requireVendor(tx, actor, 'vendor.register', vendorId)
  await tx.execute(
    `delete from vendors.supply_group
     where tenant_id = $1 and vendor_id = $2 and supply_group_id = $3`,
    [actor.tenantId, vendorId, supplyGroupId],
  )
  const object = { kind: 'vendor', id: vendorId }
  await record(tx, { actor, action: 'vendor.disallow_group', object, after: { supplyGroupId } })
}

/** Throws `vendor.unknown` unless the vendor exists and this permission of the actor reaches it. */
export async function requireVendor(
  db: Db,
  actor: Actor,
  permission: Permission,
  vendorId: Id<'vendor'>,
): Promise<void> {
  requirePermission(actor, permission)
  const row = await db.row(
    `select 1 from vendors.vendor
     where tenant_id = $1 and id = $2 and ($3::uuid[] is null or id = any ($3))`,
    [actor.tenantId, vendorId, vendorsInReach(actor, permission)],
  )
  if (!row) throw VendorUnknown()
}

/** A vendor's details. Whoever calls has checked the reach: a till asks for its own vendor. */
export async function readVendor(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
): Promise<Vendor> {
  const [vendor] = await readVendors(db, tenantId, [vendorId])
  if (!vendor) throw VendorUnknown()
  return vendor
}

/** The vendors with these ids, in no order; one that does not exist is left out. */
export async function readVendors(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorIds: readonly Id<'vendor'>[],
): Promise<Vendor[]> {
  const rows = await db.rows<VendorRow>(vendorsStatement, [tenantId, vendorIds])
  return rows.map(vendorOf)
}

const vendorsStatement = statement(
  'vendors.vendors',
  `select id, number, name, address, phone, currency, status, margin_mode, low_float_minor
   from vendors.vendor where tenant_id = $1 and id = any ($2::uuid[])`,
)

function vendorOf({ margin_mode, low_float_minor, ...same }: VendorRow): Vendor {
  return { ...same, marginMode: margin_mode, lowFloatMinor: low_float_minor }
}

type VendorRow = Omit<Vendor, 'marginMode' | 'lowFloatMinor'> & {
  margin_mode: 'net' | 'gross'
  low_float_minor: bigint
}

async function changeStatus(
  tx: Tx,
  actor: Actor,
  vendorId: Id<'vendor'>,
  change: { readonly from: readonly VendorStatus[]; readonly to: VendorStatus },
): Promise<void> {
  const { tenantId } = actor
  const row = await tx.row<{ status: VendorStatus }>(
    'select status from vendors.vendor where tenant_id = $1 and id = $2 for update',
    [tenantId, vendorId],
  )
  if (!row) throw VendorUnknown()
  if (!change.from.includes(row.status)) throw VendorWrongStatus({ status: row.status })
  await tx.execute('update vendors.vendor set status = $3 where tenant_id = $1 and id = $2', [
    tenantId,
    vendorId,
    change.to,
  ])
  const accounts = await vendorAccounts(tx, tenantId, vendorId)
  if (!accounts) throw new Error('A vendor has no float.')
  await setFrozen(tx, tenantId, accounts.float, change.to !== 'approved')
  await record(tx, {
    actor,
    action: `vendor.${change.to}`,
    object: { kind: 'vendor', id: vendorId },
    before: { status: row.status },
    after: { status: change.to },
  })
}

function checkDetails(vendor: NewVendor): void {
  if (!/^[A-Z]{3}$/.test(vendor.currency)) throw malformed('/currency')
  if (vendor.lowFloatMinor < 0n) throw malformed('/lowFloat')
  if ((vendor.creditLimitMinor ?? 0n) < 0n) throw malformed('/creditLimit')
}

function malformed(pointer: string) {
  return VendorMalformed({}, { errors: [{ pointer, code: 'vendor.malformed' }] })
}
