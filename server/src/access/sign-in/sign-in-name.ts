import { reading, readingOutsideTenants } from '../../db/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'

export const WrongCredentials = refusal(
  'session.credentials',
  401,
  'The e-mail address or the password is wrong.',
)

export type NamedPerson = {
  readonly tenantId: Id<'tenant'>
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string
  readonly language: string
  readonly password_hash: string | null
  readonly status: string
}

const NOBODY = '00000000-0000-7000-8000-000000000000' as Id<'tenant'>

/** The person of a sign-in name, whatever their status. `email` is in its normal form. */
export async function findPerson(email: string): Promise<NamedPerson | undefined> {
  const entry = await readingOutsideTenants((db) =>
    db.row<{ tenant_id: Id<'tenant'> }>(
      `select tenant_id from kernel.directory where kind = 'sign_in_name' and name = $1`,
      [email],
    ),
  )
  // A name that leads nowhere is looked for all the same: both ways take two reads.
  const tenantId = entry?.tenant_id ?? NOBODY
  const person = await reading({ tenantId }, (db) =>
    db.row<Omit<NamedPerson, 'tenantId'>>(
      `select id, name, email, language, password_hash, status
       from access.person where tenant_id = $1 and email = $2`,
      [tenantId, email],
    ),
  )
  return person && { ...person, tenantId }
}
