import { type Db, type Entrant, reading, type Tx } from '../db/transaction.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import {
  type AccountId,
  type AccountKind,
  accountKinds,
  type Commodity,
  runningKinds,
  utilityKinds,
} from './chart.ts'
import { AccountUnusable, ledgerRefusal } from './refusals.ts'

/** The system accounts of one utility. Energy sales have one for each commodity the utility sells. */
export interface UtilityAccounts {
  readonly energySales: { readonly [Name in Commodity]?: AccountId }
  readonly serviceCharges: AccountId
  readonly fees: AccountId
  readonly taxPayable: AccountId
  readonly leviesPayable: AccountId
  readonly vendorMargin: AccountId
  readonly rounding: AccountId
  readonly debtOrigin: AccountId
  readonly upstreamPayable: AccountId
  readonly marginPayable: AccountId
}

export interface VendorAccounts {
  readonly float: AccountId
  readonly bankClearing: AccountId
}

export interface NewAccount {
  readonly tenantId: Id<'tenant'>
  readonly kind: AccountKind
  /** Whose: the id of a vendor, a debt, or a utility. */
  readonly ownerId: string
  /** Only for energy sales. */
  readonly commodity?: Commodity
  /** ISO 4217 code. */
  readonly currency: string
  /** How far a float may be overdrawn, in minor units; 0 unless told. */
  readonly creditLimit?: bigint
}

/** Opens an account, or finds the one that this owner has of this kind and commodity. */
export async function openAccount(tx: Tx, account: NewAccount): Promise<AccountId> {
  const id = newId<'account'>()
  const commodity = account.commodity ?? ''
  const opened = await tx.execute(
    `insert into ledger.account (
       tenant_id, id, kind, owner_id, commodity, currency, running, debits_posted, credits_posted,
       debits_pending, credits_pending, credit_limit, frozen, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, $8, false, $9)
     on conflict on constraint account_owner do nothing`,
    [
      account.tenantId,
      id,
      accountKinds[account.kind],
      account.ownerId,
      commodity,
      account.currency,
      runningKinds.includes(account.kind),
      account.creditLimit ?? 0n,
      now(),
    ],
  )
  if (opened === 1) return id
  const found = await tx.row<{ id: AccountId }>(
    `select id from ledger.account
     where tenant_id = $1 and owner_id = $2 and kind = $3 and commodity = $4`,
    [account.tenantId, account.ownerId, accountKinds[account.kind], commodity],
  )
  if (!found) throw new Error('An account was neither opened nor found.')
  return found.id
}

/** Opens a vendor's float, and the account of what reached the bank for it. `creditLimit` in minor units. */
export async function openVendorAccounts(
  tx: Tx,
  vendor: {
    readonly tenantId: Id<'tenant'>
    readonly vendorId: Id<'vendor'>
    readonly currency: string
    readonly creditLimit?: bigint
  },
): Promise<VendorAccounts> {
  const { tenantId, vendorId: ownerId, currency, creditLimit = 0n } = vendor
  const float = await openAccount(tx, {
    tenantId,
    kind: 'vendor_float',
    ownerId,
    currency,
    creditLimit,
  })
  const bankClearing = await openAccount(tx, { tenantId, kind: 'bank_clearing', ownerId, currency })
  return { float, bankClearing }
}

/** A vendor's accounts; undefined when it has none. */
export async function vendorAccounts(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
): Promise<VendorAccounts | undefined> {
  const rows = await db.rows<{ id: AccountId; kind: number }>(
    'select id, kind from ledger.account where tenant_id = $1 and owner_id = $2 and kind in (1, 10)',
    [tenantId, vendorId],
  )
  const float = rows.find((row) => row.kind === accountKinds.vendor_float)?.id
  const bankClearing = rows.find((row) => row.kind === accountKinds.bank_clearing)?.id
  return float && bankClearing && { float, bankClearing }
}

/** Stops an account from paying and being paid, or lets it again: a suspended vendor's float is frozen. */
export async function setFrozen(
  tx: Tx,
  tenantId: Id<'tenant'>,
  accountId: AccountId,
  frozen: boolean,
): Promise<void> {
  const changed = await tx.execute(
    'update ledger.account set frozen = $3 where tenant_id = $1 and id = $2',
    [tenantId, accountId, frozen],
  )
  if (changed !== 1) throw AccountUnusable()
}

/**
 * Sets how far a float may be overdrawn, in minor units.
 * @throws FundsShort when more than that is spent or held already; the transaction has failed then
 */
export async function setCreditLimit(
  tx: Tx,
  tenantId: Id<'tenant'>,
  floatId: AccountId,
  creditLimit: bigint,
): Promise<void> {
  try {
    const changed = await tx.execute(
      'update ledger.account set credit_limit = $3 where tenant_id = $1 and id = $2 and kind = 1',
      [tenantId, floatId, creditLimit],
    )
    if (changed !== 1) throw AccountUnusable()
  } catch (error) {
    throw ledgerRefusal(error) ?? error
  }
}

/** Opens the system accounts of a utility; asked again, it opens those of commodities that were added. */
export async function openUtilityAccounts(
  tx: Tx,
  utility: {
    readonly tenantId: Id<'tenant'>
    readonly utilityId: Id<'utility'>
    readonly currency: string
    readonly commodities: readonly Commodity[]
  },
): Promise<void> {
  const { tenantId, utilityId: ownerId, currency } = utility
  for (const kind of utilityKinds) await openAccount(tx, { tenantId, kind, ownerId, currency })
  for (const commodity of utility.commodities) {
    await openAccount(tx, { tenantId, kind: 'energy_sales', ownerId, currency, commodity })
  }
}

/**
 * The system accounts of a utility. They never change once opened, so they are remembered; an entry that
 * lacks the commodity asked for is read again, for the utility may have added it.
 */
export async function utilityAccounts(
  db: Db,
  tenantId: Id<'tenant'>,
  utilityId: Id<'utility'>,
  commodity?: Commodity,
): Promise<UtilityAccounts> {
  const key = `${tenantId} ${utilityId}`
  const known = remembered.get(key)
  if (known && (!commodity || known.energySales[commodity])) return known
  const read = await readUtilityAccounts(db, tenantId, utilityId)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(key, read)
  return read
}

/** The same on the way of a sale: asks the database only when this process does not know them yet. */
export function utilityAccountsOf(
  { tenantId }: Entrant,
  utilityId: Id<'utility'>,
  commodity: Commodity,
): UtilityAccounts | Promise<UtilityAccounts> {
  const known = remembered.get(`${tenantId} ${utilityId}`)
  if (known?.energySales[commodity]) return known
  return reading({ tenantId }, (db) => utilityAccounts(db, tenantId, utilityId, commodity))
}

/** The number of the kind of each system account of a utility, by account id. */
export function kindsOfAccounts(accounts: UtilityAccounts): ReadonlyMap<AccountId, number> {
  const known = kindsByAccounts.get(accounts)
  if (known) return known
  const { energySales, ...others } = accounts
  const kinds = new Map<AccountId, number>()
  for (const id of Object.values(energySales)) kinds.set(id, accountKinds.energy_sales)
  for (const [name, id] of Object.entries(others)) {
    const kind = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) as AccountKind
    kinds.set(id, accountKinds[kind])
  }
  kindsByAccounts.set(accounts, kinds)
  return kinds
}

const kindsByAccounts = new WeakMap<UtilityAccounts, ReadonlyMap<AccountId, number>>()

const remembered = new Map<string, UtilityAccounts>()
const mostRemembered = 10_000

async function readUtilityAccounts(
  db: Db,
  tenantId: Id<'tenant'>,
  utilityId: Id<'utility'>,
): Promise<UtilityAccounts> {
  const rows = await db.rows<{ id: AccountId; kind: number; commodity: string }>(
    'select id, kind, commodity from ledger.account where tenant_id = $1 and owner_id = $2',
    [tenantId, utilityId],
  )
  const of = (kind: AccountKind): AccountId => {
    const id = rows.find((row) => row.kind === accountKinds[kind])?.id
    if (!id) throw new Error(`The utility ${utilityId} has no account of kind ${kind}.`)
    return id
  }
  return {
    energySales: Object.fromEntries(
      rows
        .filter((row) => row.kind === accountKinds.energy_sales)
        .map((row) => [row.commodity, row.id]),
    ),
    serviceCharges: of('service_charges'),
    fees: of('fees'),
    taxPayable: of('tax_payable'),
    leviesPayable: of('levies_payable'),
    vendorMargin: of('vendor_margin'),
    rounding: of('rounding'),
    debtOrigin: of('debt_origin'),
    upstreamPayable: of('upstream_payable'),
    marginPayable: of('margin_payable'),
  }
}
