import { randomBytes } from 'node:crypto'
import { type Db, type Tx, transaction } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { countAttempt, forgiveAttempts } from '../sign-in/throttle.ts'
import { changingFactors, type From } from './factor-change.ts'
import { unwrapSeed, wrapSeed } from './factor-secrets.ts'
import { writeRecoveryCodes } from './recovery-codes.ts'
import { settleRemoval } from './remove-factor.ts'
import { factorsOf, lockFactors } from './second-factor.ts'
import { base32, keyAddress, stepOf } from './totp.ts'

export const CodeWrong = refusal(
  'factor.code_wrong',
  401,
  'This code is wrong or was used already. Wait for the next one and type that.',
)
export const AuthenticatorPresent = refusal(
  'factor.authenticator_present',
  409,
  'You have an authenticator app already. Remove it before you set up another one.',
)
export const SetUpMissing = refusal(
  'factor.set_up_missing',
  409,
  'The set-up was not begun, or was begun anew elsewhere. Begin it again.',
)

/** 160 bits: RFC 4226, section 4, R6. */
const SEED_BYTES = 20

/**
 * Begins to set up an authenticator app: makes a seed, which counts once a code of it was typed. Asked again, the
 * seed before is forgotten.
 * @returns the seed to type, and the address for the square code
 */
export async function beginAuthenticator(
  actor: Actor,
  email: string,
  issuer: string,
): Promise<{ key: string; address: string }> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  const seed = randomBytes(SEED_BYTES)
  const id = newId<'authenticator'>()
  const wrapped = wrapSeed(seed, { tenantId, id, personId })
  await transaction(actor, async (tx) => {
    await lockFactors(tx, tenantId, personId)
    const row = await readSeed(tx, tenantId, personId)
    if (row?.confirmed_at) throw AuthenticatorPresent()
    await tx.execute(
      `insert into access.authenticator (tenant_id, person_id, id, seed, created_at)
       values ($1, $2, $3, $4, $5)
       on conflict on constraint authenticator_pkey do update
       set id = excluded.id, seed = excluded.seed, created_at = excluded.created_at, last_step = null`,
      [tenantId, personId, id, wrapped, now()],
    )
  })
  return { key: base32(seed), address: keyAddress(seed, issuer, email) }
}

/**
 * Ends the set-up of an authenticator app with its first code.
 * @returns recovery codes, shown this once, when the person had none
 * @throws CodeWrong, SetUpMissing, AuthenticatorPresent, SignInLocked
 */
export async function confirmAuthenticator(
  actor: Actor,
  code: string,
  from: From,
): Promise<string[] | null> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  await countAttempt(factorName(personId), from.source)
  const codes = await changingFactors<string[] | null>(actor, from, async (tx) => {
    const row = await readSeed(tx, tenantId, personId)
    if (!row) throw SetUpMissing()
    if (row.confirmed_at) throw AuthenticatorPresent()
    const step = stepOf(seedOf(row, tenantId, personId), code, now(), row.last_step)
    if (step === undefined) throw CodeWrong()
    await tx.execute(
      `update access.authenticator set confirmed_at = $3, last_step = $4
       where tenant_id = $1 and person_id = $2`,
      [tenantId, personId, now(), step],
    )
    const { recoveryCodes } = await factorsOf(tx, tenantId, personId)
    const fresh = recoveryCodes > 0 ? null : await writeRecoveryCodes(tx, tenantId, personId)
    return [
      fresh,
      { action: 'factor.add', event: 'factor_added', after: { kind: 'authenticator' } },
    ]
  })
  await forgiveAttempts(factorName(personId), from.source)
  return codes
}

/** Removes the authenticator app of the one who asks; one that is not there is no error. */
export function removeAuthenticator(actor: Actor, from: From): Promise<void> {
  const { tenantId } = actor
  const personId = actor.id as Id<'person'>
  return changingFactors<void>(actor, from, async (tx) => {
    const gone = await tx.execute(
      'delete from access.authenticator where tenant_id = $1 and person_id = $2',
      [tenantId, personId],
    )
    if (gone === 0) return [undefined]
    await settleRemoval(tx, tenantId, personId)
    const after = { kind: 'authenticator' }
    return [undefined, { action: 'factor.remove', event: 'factor_removed', after }]
  })
}

/** Accepts a code of the person's authenticator app, once. Returns whether it fitted. */
export async function takeCode(
  tx: Tx,
  tenantId: Id<'tenant'>,
  personId: Id<'person'>,
  code: string,
): Promise<boolean> {
  const row = await readSeed(tx, tenantId, personId)
  if (!row?.confirmed_at) return false
  const step = stepOf(seedOf(row, tenantId, personId), code, now(), row.last_step)
  if (step === undefined) return false
  // Two that bring the same code at once: one of them moves the step, the other finds it moved.
  const taken = await tx.execute(
    `update access.authenticator set last_step = $3
     where tenant_id = $1 and person_id = $2 and (last_step is null or last_step < $3)`,
    [tenantId, personId, step],
  )
  return taken === 1
}

/** Under which name wrong codes of a person are counted: apart from wrong passwords. */
export const factorName = (personId: Id<'person'>) => `factor\n${personId}`

type SeedRow = { id: string; seed: Buffer; last_step: number | null; confirmed_at: Date | null }

function readSeed(db: Db, tenantId: Id<'tenant'>, personId: Id<'person'>) {
  return db.row<SeedRow>(
    `select id, seed, last_step::double precision as last_step, confirmed_at
     from access.authenticator where tenant_id = $1 and person_id = $2`,
    [tenantId, personId],
  )
}

function seedOf({ id, seed }: SeedRow, tenantId: Id<'tenant'>, personId: Id<'person'>): Buffer {
  return unwrapSeed(seed, { tenantId, id, personId })
}
