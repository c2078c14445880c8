import { record } from '../audit/index.ts'
import { reading, readingOutsideTenants, transaction } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import { refusal } from '../kernel/refusal.ts'
import { verifySecret } from './password.ts'
import { normalEmail } from './person.ts'
import { csrfOf, LONGEST_MS, type Session, sessionOf } from './session.ts'
import { countAttempt, forgiveAttempts } from './throttle.ts'
import { newToken, sha256 } from './token.ts'

export const WrongCredentials = refusal(
  'session.credentials',
  401,
  'The e-mail address or the password is wrong.',
)

const NOBODY = '00000000-0000-7000-8000-000000000000' as Id<'tenant'>

/**
 * Opens a console session. The answer to an unknown address, a wrong password, an invited and a disabled
 * person is the same and takes the same time. `source` is the caller's network address.
 * @returns the session token, for an HttpOnly cookie and nowhere else, and whose session it is
 * @throws WrongCredentials, SignInLocked, SignInBusy
 */
export async function signIn(
  email: string,
  password: string,
  source: string,
): Promise<{ token: string; session: Session }> {
  const name = normalEmail(email) ?? ''
  await countAttempt(name, source)
  const person = await findPerson(name)
  const correct = await verifySecret(person?.password_hash, password, 'password')
  if (!correct || person?.status !== 'active') throw WrongCredentials()
  const token = await openSession(person, source)
  await forgiveAttempts(name, source)
  return { token, session: await sessionOf(token) }
}

type PersonRow = {
  id: Id<'person'>
  name: string
  password_hash: string | null
  status: string
}

async function findPerson(email: string) {
  const entry = await readingOutsideTenants((db) =>
    db.row<{ tenant_id: Id<'tenant'> }>(
      `select tenant_id from kernel.directory where kind = 'sign_in_name' and name = $1`,
      [email],
    ),
  )
  // A name that leads nowhere is looked for all the same: both ways take two reads.
  const tenantId = entry?.tenant_id ?? NOBODY
  const person = await reading({ tenantId }, (db) =>
    db.row<PersonRow>(
      'select id, name, password_hash, status from access.person where tenant_id = $1 and email = $2',
      [tenantId, email],
    ),
  )
  return person && { ...person, tenantId }
}

async function openSession(
  { tenantId, ...person }: PersonRow & { readonly tenantId: Id<'tenant'> },
  source: string,
): Promise<string> {
  const { text, hash } = newToken(tenantId)
  const present = now()
  await transaction({ tenantId }, async (tx) => {
    // Whoever is disabled at this very moment gets no session that would come back when they are enabled.
    const active = await tx.execute(
      `update access.person set last_sign_in_at = $3
       where tenant_id = $1 and id = $2 and status = 'active'`,
      [tenantId, person.id, present],
    )
    if (active === 0) throw WrongCredentials()
    await tx.execute(
      `insert into access.session
         (tenant_id, id, token_hash, person_id, csrf_hash, created_at, last_seen_at, expires_at,
          source_address)
       values ($1, $2, $3, $4, $5, $6, $6, $7, $8)`,
      [
        tenantId,
        newId<'session'>(),
        hash,
        person.id,
        sha256(csrfOf(text)),
        present,
        new Date(present.getTime() + LONGEST_MS),
        source,
      ],
    )
    await record(tx, {
      actor: { tenantId, kind: 'person', id: person.id, name: person.name },
      action: 'session.open',
      object: { kind: 'person', id: person.id },
      source,
    })
  })
  return text
}
