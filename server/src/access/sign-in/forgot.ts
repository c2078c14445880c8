import { setTimeout as pause } from 'node:timers/promises'
import { record } from '../../audit/index.ts'
import { transaction } from '../../db/index.ts'
import { normalEmail } from '../people/person.ts'
import { stationeryOf, writePasswordReset } from './letters.ts'
import { makeLink } from './link.ts'
import { findPerson } from './sign-in-name.ts'
import { countAttempt } from './throttle.ts'

/** Milliseconds that the answer takes for everybody: longer than the work that only an existing name causes. */
const ANSWER_MS = 600

/**
 * Sends a person a letter by which they choose a new password, if there is an active person of this name. The
 * answer, and the time it takes, are the same for every name.
 * @throws SignInLocked for a source, or a name, that asks too often: also for names that do not exist
 */
export async function forgotPassword(email: string, source: string, origin: string): Promise<void> {
  const name = normalEmail(email) ?? ''
  await countAttempt(`forgot\n${name}`, source)
  await Promise.all([pause(ANSWER_MS), sendLetter(name, source, origin)])
}

async function sendLetter(name: string, source: string, origin: string): Promise<void> {
  const person = await findPerson(name)
  if (person?.status !== 'active') return
  const { tenantId, id, language } = person
  const stationery = await stationeryOf(tenantId, origin)
  await transaction({ tenantId }, async (tx) => {
    await tx.row('select id from access.person where tenant_id = $1 and id = $2 for update', [
      tenantId,
      id,
    ])
    const link = await makeLink(tx, { tenantId, personId: id }, 'password_reset')
    if (!link) return
    await writePasswordReset(
      tx,
      { tenantId, language, name: person.name, email: name },
      stationery,
      link,
    )
    await record(tx, {
      actor: { tenantId, kind: 'person', id, name: person.name },
      action: 'person.forgot',
      object: { kind: 'person', id },
      after: { until: link.expiresAt },
      source,
    })
  })
}
