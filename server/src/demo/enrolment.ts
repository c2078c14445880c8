import { systemActor } from '../access/index.ts'
import { type Tx, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { issueEnrolmentCode, registerTerminal, terminalNumber } from '../terminals/index.ts'
import { guidesTill, terminalId, vendorId, vendors } from './cast.ts'
import { demoTenant } from './ids.ts'

/** Tills that the demo makes at most; then the one enrolled longest ago is given away again. */
const MOST_TILLS = 100

export interface DemoCode {
  readonly code: string
  readonly terminal: string
  readonly vendorName: string
}

/**
 * A one-time code for a till of the demo that nobody uses, so that each browser becomes a till of its own
 * and does not take another's place.
 */
export function issueDemoCode(): Promise<DemoCode> {
  const actor = systemActor(demoTenant)
  const shop = vendors[0]!
  return transaction(actor, async (tx) => {
    // Two who ask at the same time wait for each other here.
    await tx.rows('select id from terminals.terminal where tenant_id = $1 and id = $2 for update', [
      demoTenant,
      terminalId(shop.name),
    ])
    const found = await unusedTill(tx)
    if (found) {
      const code = await issueEnrolmentCode(tx, actor, found.id)
      return { code, terminal: terminalNumber(found.number), vendorName: shop.name }
    }
    const made = await registerTerminal(tx, actor, {
      vendorId: vendorId(shop.name),
      name: 'Browser till',
    })
    return {
      code: made.enrolmentCode,
      terminal: terminalNumber(made.number),
      vendorName: shop.name,
    }
  })
}

/** A fresh code for the till of the guide. A code that was printed before is no longer good. */
export function issueGuidesCode(): Promise<string> {
  const actor = systemActor(demoTenant)
  return transaction(actor, (tx) => issueEnrolmentCode(tx, actor, guidesTill))
}

type Till = { id: Id<'terminal'>; number: bigint }

async function unusedTill(tx: Tx): Promise<Till | undefined> {
  const shop = vendorId(vendors[0]!.name)
  const waiting = await tx.row<Till>(
    `select id, number from terminals.terminal
     where tenant_id = $1 and vendor_id = $2 and id <> $4 and status = 'waiting'
       and (enrolment_expires_at is null or enrolment_expires_at <= $3)
     order by number limit 1`,
    [demoTenant, shop, now(), guidesTill],
  )
  if (waiting) return waiting
  const tills = await tx.rows<Till>(
    `select id, number from terminals.terminal
     where tenant_id = $1 and vendor_id = $2 and id <> $3 and status <> 'blocked'
     order by coalesce(enrolled_at, enrolment_expires_at), number`,
    [demoTenant, shop, guidesTill],
  )
  return tills.length >= MOST_TILLS ? tills[0] : undefined
}
