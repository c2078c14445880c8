import { type Actor, requireCan } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { type Db, refusing, type Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { percentOfMinor } from '../kernel/money.ts'
import { refusal } from '../kernel/refusal.ts'
import { VendorUnknown } from '../vendors/index.ts'

export const MarginAbsurd = refusal(
  'margin.absurd',
  422,
  'This margin cannot be meant. A margin is a few percent of a sale.',
)
export const MarginExists = refusal(
  'margin.exists',
  409,
  'A margin begins at this instant already.',
)
export const MarginRetroactive = refusal(
  'margin.retroactive',
  422,
  'A margin cannot begin in the past: sales have been booked with another one.',
)

/** What is sold, as margins tell it apart. */
export type TokenType = 'electricity_credit' | 'water_credit' | 'gas_credit'

export type Margin = {
  /** Share of the tender: 150 is 1.5 %. */
  readonly basisPoints: number
  /** And so much for each sale, minor units of the float. */
  readonly fixedMinor: bigint
}

export type NewMargin = Margin & {
  readonly vendorId: Id<'vendor'>
  readonly tokenType: TokenType
  readonly from: Date
}

/** A slip of the point (10 for 1.0, 110 for 1.10) lies above; no retailer of energy earns 20 %. */
const HIGHEST_BASIS_POINTS = 2_000
/** 1,000.00 for a single sale is a slip too, in any currency that tokens are sold in. */
const HIGHEST_FIXED = 100_000n
const CLOCKS_DIFFER_MS = 60_000

/** Sets what a vendor earns on a token type from an instant on, until the next one begins. */
export async function setMargin(tx: Tx, actor: Actor, margin: NewMargin): Promise<void> {
  const { vendorId, tokenType, basisPoints, fixedMinor, from } = margin
  requireCan(actor, 'margin.set', { vendorId })
  check(margin)
  const past = from.getTime() < now().getTime() - CLOCKS_DIFFER_MS
  if (past && actor.kind !== 'system') throw MarginRetroactive()
  await refusing({ margin_pkey: () => MarginExists(), margin_vendor: () => VendorUnknown() }, () =>
    tx.execute(
      `insert into pricing.margin
         (tenant_id, vendor_id, token_type, valid_from, basis_points, fixed_minor)
       values ($1, $2, $3, $4, $5, $6)`,
      [actor.tenantId, vendorId, tokenType, from, basisPoints, fixedMinor],
    ),
  )
  await record(tx, {
    actor,
    action: 'margin.set',
    object: { kind: 'vendor', id: vendorId },
    after: { tokenType, basisPoints, fixedMinor, from },
  })
}

/** The margin in force at an instant; undefined when none was ever set. */
export async function marginAt(
  db: Db,
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
  tokenType: TokenType,
  at: Date,
): Promise<Margin | undefined> {
  const row = await db.row<{ basis_points: number; fixed_minor: bigint }>(
    `select basis_points, fixed_minor from pricing.margin
     where tenant_id = $1 and vendor_id = $2 and token_type = $3 and valid_from <= $4
     order by valid_from desc limit 1`,
    [tenantId, vendorId, tokenType, at],
  )
  return row && { basisPoints: row.basis_points, fixedMinor: row.fixed_minor }
}

/** What a vendor earns on a sale, minor units, rounded down; never more than the tender. */
export function marginOn(tenderMinor: bigint, margin: Margin | undefined): bigint {
  if (!margin) return 0n
  const share = percentOfMinor(tenderMinor, BigInt(margin.basisPoints), 'down')
  const earned = share + margin.fixedMinor
  return earned < tenderMinor ? earned : tenderMinor
}

function check({ basisPoints, fixedMinor }: Margin): void {
  const faults = [
    !(Number.isInteger(basisPoints) && basisPoints >= 0 && basisPoints <= HIGHEST_BASIS_POINTS) &&
      '/basisPoints',
    !(fixedMinor >= 0n && fixedMinor <= HIGHEST_FIXED) && '/fixed',
  ].filter((pointer) => pointer !== false)
  if (faults.length > 0) {
    const errors = faults.map((pointer) => ({ pointer, code: 'margin.absurd' }))
    throw MarginAbsurd({ highestBasisPoints: HIGHEST_BASIS_POINTS }, { errors })
  }
}
