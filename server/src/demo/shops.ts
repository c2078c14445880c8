import type { Actor } from '../access/index.ts'
import { registerClient } from '../access/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { setMargin, type TokenType } from '../pricing/index.ts'
import { beginSeries } from '../tenants/index.ts'
import { registerTerminal } from '../terminals/index.ts'
import {
  allowSupplyGroup,
  approveVendor,
  registerOperator,
  registerVendor,
} from '../vendors/index.ts'
import {
  type DemoVendor,
  guidesTill,
  operatorId,
  partner,
  terminalId,
  vendorId,
  vendors,
} from './cast.ts'
import { groupOf, supplyGroups } from './company.ts'

// The first till is T-0412, as on the pictures.
const FIRST_TERMINAL = 412n
const LOW_FLOAT = 200_000n

/** The vendors with their floats, groups, margins, operators and a till each, and the partner's program. */
export async function openShops(tx: Tx, actor: Actor): Promise<void> {
  await beginSeries(tx, actor.tenantId, 'terminal', FIRST_TERMINAL)
  for (const vendor of vendors) await openShop(tx, actor, vendor)
  const vendorOfGuide = vendorId(vendors[0]!.name)
  await registerTerminal(tx, actor, { id: guidesTill, vendorId: vendorOfGuide, name: 'Counter 2' })
  await registerClient(tx, actor, {
    name: partner.name,
    vendorId: vendorId(partner.vendor),
    permissions: ['sale.make', 'quote.make', 'meter.read', 'sale.read', 'sale.reprint'],
  })
}

async function openShop(tx: Tx, actor: Actor, vendor: DemoVendor): Promise<void> {
  const id = vendorId(vendor.name)
  await registerVendor(tx, actor, {
    id,
    name: vendor.name,
    address: vendor.address,
    phone: vendor.phone,
    currency: 'KES',
    marginMode: 'net',
    lowFloatMinor: LOW_FLOAT,
  })
  await approveVendor(tx, actor, id)
  const groups = await supplyGroups(tx)
  const commodities =
    vendor.sells === 'electricity'
      ? (['electricity'] as const)
      : (['electricity', 'water', 'gas'] as const)
  for (const commodity of commodities) {
    await allowSupplyGroup(tx, actor, id, groups.get(groupOf[commodity])!)
    await setMargin(tx, actor, {
      vendorId: id,
      tokenType: `${commodity}_credit` satisfies TokenType,
      from: now(),
      basisPoints: vendor.marginBasisPoints,
      fixedMinor: 0n,
    })
  }
  for (const operator of vendor.operators) {
    await registerOperator(tx, actor, { ...operator, id: operatorId(operator.name), vendorId: id })
  }
  await registerTerminal(tx, actor, {
    id: terminalId(vendor.name),
    vendorId: id,
    name: 'Counter 1',
  })
}
