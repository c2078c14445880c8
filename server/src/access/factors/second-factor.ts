import type { Db, Tx } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { LONG_ALONE, SHORT_WITH_FACTOR } from '../sign-in/password.ts'
import type { Stage } from '../sign-in/session.ts'

/** The second factors of a person, and whether a rule of the tenant asks for one. */
export type Factors = {
  readonly authenticator: boolean
  readonly passkeys: number
  /** Recovery codes that are not used yet. */
  readonly recoveryCodes: number
  readonly required: boolean
  /** Whether the password is too short to stand alone. */
  readonly passwordShort: boolean
}

/** What a person has beside the password. */
export async function factorsOf(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<Factors> {
  const row = await db.row<Factors>(
    `select
       exists (select 1 from access.authenticator
               where tenant_id = $1 and person_id = $2 and confirmed_at is not null) as authenticator,
       (select count(*)::integer from access.passkey
        where tenant_id = $1 and person_id = $2) as passkeys,
       (select count(*)::integer from access.recovery_code
        where tenant_id = $1 and person_id = $2 and used_at is null) as "recoveryCodes",
       coalesce((select case s.second_factor when 'everybody' then true when 'administrators' then
           exists (select 1 from access.assignment a
             join access.role r on r.tenant_id = $1 and r.id = a.role_id and 'role.write' = any (r.permissions)
             where a.tenant_id = $1 and a.person_id = $2) else false end
         from access.tenant_setting s where s.tenant_id = $1), false) as required,
       p.password_short as "passwordShort"
     from access.person p where p.tenant_id = $1 and p.id = $2`,
    [tenantId, personId],
  )
  if (!row) throw new Error('Nobody has this id.')
  return row
}

export const hasFactor = ({ authenticator, passkeys }: Factors) => authenticator || passkeys > 0

/** What is still to be done after the password was right. */
export function stageAfterPassword(factors: Factors): Stage {
  if (hasFactor(factors)) return 'factor'
  return factors.required || factors.passwordShort ? 'enrolment' : 'open'
}

/** Characters that a person's password needs at least: fewer beside a second factor (RELIABILITY.md 5.1). */
export async function shortestPassword(
  db: Db,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<number> {
  const factors = await factorsOf(db, tenantId, personId)
  return factors.required || hasFactor(factors) ? SHORT_WITH_FACTOR : LONG_ALONE
}

/** Lets the changes of one person's factors wait for each other until commit. */
export async function lockFactors(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
): Promise<void> {
  await tx.row('select id from access.person where tenant_id = $1 and id = $2 for update', [
    tenantId,
    personId,
  ])
}
