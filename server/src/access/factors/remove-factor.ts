import type { Tx } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { factorsOf, hasFactor } from './second-factor.ts'

export const FactorMissing = refusal(
  'factor.missing',
  409,
  'Set up an authenticator app or a passkey first.',
)
export const FactorRequired = refusal(
  'factor.required',
  409,
  'Your organisation asks for a second factor. Set up another one before you remove this one.',
)
export const FactorKeepsPassword = refusal(
  'factor.password_short',
  409,
  'Without a second factor a password needs 15 characters. Choose a longer one first.',
)

/**
 * What must hold after a factor was taken away, in the same transaction: the last one stays where it is asked for,
 * or where the password is too short to stand alone. Recovery codes without a factor go with it.
 * @throws FactorRequired, FactorKeepsPassword
 */
export async function settleRemoval(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<void> {
  const left = await factorsOf(tx, tenantId, personId)
  if (hasFactor(left)) return
  if (left.required) throw FactorRequired()
  if (left.passwordShort) throw FactorKeepsPassword()
  await tx.execute('delete from access.recovery_code where tenant_id = $1 and person_id = $2', [
    tenantId,
    personId,
  ])
}
