import type { Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Actor } from '../actor.ts'
import { changingFactors, type From } from './factor-change.ts'
import { newRecoveryCode, recoveryHash } from './factor-secrets.ts'
import { FactorMissing } from './remove-factor.ts'
import { factorsOf, hasFactor } from './second-factor.ts'

const CODES = 10

/** Gives a person ten new recovery codes, shown this once; those they had stop working. */
export async function writeRecoveryCodes(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newRecoveryCode)
  await tx.execute('delete from access.recovery_code where tenant_id = $1 and person_id = $2', [
    tenantId,
    personId,
  ])
  for (const code of codes) {
    await tx.execute(
      `insert into access.recovery_code (tenant_id, person_id, code_hash, created_at)
       values ($1, $2, $3, $4)`,
      [tenantId, personId, recoveryHash(personId, code), now()],
    )
  }
  return codes
}

/** New recovery codes for the one who asks. @throws FactorMissing without a factor to recover from */
export function renewRecoveryCodes(actor: Actor, from: From): Promise<string[]> {
  const personId = actor.id as Id<'person'>
  return changingFactors(actor, from, async (tx) => {
    if (!hasFactor(await factorsOf(tx, actor.tenantId, personId))) throw FactorMissing()
    const codes = await writeRecoveryCodes(tx, actor.tenantId, personId)
    return [codes, { action: 'recovery_codes.make', event: 'recovery_codes' }]
  })
}

/** Uses a recovery code up. Returns whether it was one of the person's, and not used before. */
export async function takeRecoveryCode(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
  code: string,
): Promise<boolean> {
  const taken = await tx.execute(
    `update access.recovery_code set used_at = $4
     where tenant_id = $1 and person_id = $2 and code_hash = $3 and used_at is null`,
    [tenantId, personId, recoveryHash(personId, code), now()],
  )
  return taken === 1
}
