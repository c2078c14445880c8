import { type Actor, requirePermission, utilitiesInReach } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Entrant, reading, type Tx } from '../db/index.ts'
import { createCache } from '../kernel/cache.ts'
import { isZone } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Currency } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { cleanText } from '../kernel/text.ts'
import { type Commodity, openUtilityAccounts } from '../ledger/index.ts'

export const UtilityUnknown = refusal('utility.unknown', 404, 'There is no such utility.')
export const UtilityMalformed = refusal(
  'utility.malformed',
  400,
  'The details of this utility cannot be used.',
)

/** A company that supplies electricity, water or gas, as receipts and screens need it. */
export type Utility = {
  readonly tenantId: Id<'tenant'>
  readonly id: Id<'utility'>
  readonly name: string
  /** Stands in front of receipt numbers: "HC" makes HC-88417. */
  readonly receiptPrefix: string
  readonly currency: Currency
  /** IANA name. A business day is a day of this zone. */
  readonly timeZone: string
  readonly commodities: readonly Commodity[]
  readonly address: string
  readonly taxNumber: string
  readonly supportPhone: string
  /** Printed at the foot of receipts; may be empty. */
  readonly receiptMessage: string
  /** Amounts offered at the till, minor units. */
  readonly quickAmounts: readonly bigint[]
}

export type NewUtility = Omit<Utility, 'tenantId' | 'id'> & { readonly id?: Id<'utility'> }

// A change of another server is seen within two seconds; this server's own at once.
const utilities = createCache<readonly Utility[]>({ max: 1_000, maxAgeMs: 2_000 })

/** Makes a utility and opens its accounts in the books. */
export async function createUtility(
  tx: Tx,
  actor: Actor,
  utility: NewUtility,
): Promise<Id<'utility'>> {
  requirePermission(actor, 'utility.register')
  checkDetails(utility)
  const id = utility.id ?? newId<'utility'>()
  const text = (pointer: string, value: string, max: number, min = 0) =>
    cleanText(value, { pointer, max, min })
  await tx.execute(
    `insert into tenants.utility
       (tenant_id, id, name, receipt_prefix, currency, currency_decimals, time_zone, commodities,
        address, tax_number, support_phone, receipt_message, quick_amounts, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      actor.tenantId,
      id,
      text('/name', utility.name, 120, 1),
      utility.receiptPrefix,
      utility.currency.code,
      utility.currency.decimals,
      utility.timeZone,
      utility.commodities,
      text('/address', utility.address, 300),
      text('/taxNumber', utility.taxNumber, 40),
      text('/supportPhone', utility.supportPhone, 40),
      cleanText(utility.receiptMessage, {
        pointer: '/receiptMessage',
        max: 500,
        min: 0,
        multiline: true,
      }),
      utility.quickAmounts,
      now(),
    ],
  )
  await openUtilityAccounts(tx, {
    tenantId: actor.tenantId,
    utilityId: id,
    currency: utility.currency.code,
    commodities: utility.commodities,
  })
  await record(tx, { actor, action: 'utility.create', object: { kind: 'utility', id } })
  utilities.forget(actor.tenantId)
  return id
}

/** Changes what is printed on receipts and how to reach the utility. Money and zone stay as they are. */
export async function changeUtility(
  tx: Tx,
  actor: Actor,
  utilityId: Id<'utility'>,
  change: Pick<NewUtility, 'name' | 'address' | 'supportPhone' | 'receiptMessage'>,
): Promise<void> {
  requirePermission(actor, 'utility.register')
  const changed = await tx.execute(
    `update tenants.utility
     set name = $3, address = $4, support_phone = $5, receipt_message = $6
     where tenant_id = $1 and id = $2`,
    [
      actor.tenantId,
      utilityId,
      cleanText(change.name, { pointer: '/name', max: 120 }),
      cleanText(change.address, { pointer: '/address', max: 300, min: 0 }),
      cleanText(change.supportPhone, { pointer: '/supportPhone', max: 40, min: 0 }),
      cleanText(change.receiptMessage, {
        pointer: '/receiptMessage',
        max: 500,
        min: 0,
        multiline: true,
      }),
    ],
  )
  if (changed === 0) throw UtilityUnknown()
  await record(tx, {
    actor,
    action: 'utility.change',
    object: { kind: 'utility', id: utilityId },
    after: {
      name: change.name,
      address: change.address,
      supportPhone: change.supportPhone,
      receiptMessage: change.receiptMessage,
    },
  })
  utilities.forget(actor.tenantId)
}

/**
 * A utility's details, at most two seconds old: on the way of every sale.
 * @throws UtilityUnknown
 */
export async function readUtility(
  { tenantId }: Entrant,
  utilityId: Id<'utility'>,
): Promise<Utility> {
  const found = (await utilitiesOf({ tenantId })).find((utility) => utility.id === utilityId)
  if (!found) throw UtilityUnknown()
  return found
}

/** All utilities of a tenant, by name; at most two seconds old. */
export function utilitiesOf({ tenantId }: Entrant): Promise<readonly Utility[]> {
  return utilities.get(tenantId, () => readUtilities(tenantId))
}

/** The utilities that an actor reaches with `overview.read`. */
export async function utilitiesSeenBy(actor: Actor): Promise<readonly Utility[]> {
  const reach = utilitiesInReach(actor, 'overview.read')
  const all = await utilitiesOf(actor)
  return reach === null ? all : all.filter((utility) => reach.includes(utility.id))
}

/** Forgets what this process remembers of utilities, after they were changed by other means. */
export function forgetUtilities(tenantId?: Id<'tenant'>): void {
  utilities.forget(tenantId)
}

type UtilityRow = {
  id: Id<'utility'>
  name: string
  receipt_prefix: string
  currency: string
  currency_decimals: 0 | 2 | 3
  time_zone: string
  commodities: Commodity[]
  address: string
  tax_number: string
  support_phone: string
  receipt_message: string
  quick_amounts: bigint[]
}

async function readUtilities(tenantId: Id<'tenant'>): Promise<readonly Utility[]> {
  const rows = await reading({ tenantId }, (db) =>
    db.rows<UtilityRow>(
      `select id, name, receipt_prefix, currency, currency_decimals, time_zone, commodities, address,
              tax_number, support_phone, receipt_message, quick_amounts
       from tenants.utility where tenant_id = $1 order by name, id`,
      [tenantId],
    ),
  )
  return rows.map((row) => ({
    tenantId,
    id: row.id,
    name: row.name,
    receiptPrefix: row.receipt_prefix,
    currency: { code: row.currency, decimals: row.currency_decimals },
    timeZone: row.time_zone,
    commodities: row.commodities,
    address: row.address,
    taxNumber: row.tax_number,
    supportPhone: row.support_phone,
    receiptMessage: row.receipt_message,
    quickAmounts: row.quick_amounts,
  }))
}

function checkDetails(utility: NewUtility): void {
  const { code, decimals } = utility.currency
  const faults = [
    !/^[A-Z0-9]{1,6}$/.test(utility.receiptPrefix) && '/receiptPrefix',
    !(/^[A-Z]{3}$/.test(code) && [0, 2, 3].includes(decimals)) && '/currency',
    !isZone(utility.timeZone) && '/timeZone',
    !areCommodities(utility.commodities) && '/commodities',
    !areAmounts(utility.quickAmounts) && '/quickAmounts',
  ].filter((pointer) => pointer !== false)
  if (faults.length > 0) {
    const errors = faults.map((pointer) => ({ pointer, code: 'utility.malformed' }))
    throw UtilityMalformed({}, { errors })
  }
}

function areCommodities(commodities: readonly string[]): boolean {
  const known = ['electricity', 'water', 'gas']
  return (
    commodities.length > 0 &&
    new Set(commodities).size === commodities.length &&
    commodities.every((commodity) => known.includes(commodity))
  )
}

function areAmounts(amounts: readonly bigint[]): boolean {
  return amounts.length <= 12 && amounts.every((amount) => amount > 0n && amount <= 10n ** 15n)
}
