import { record } from '../../audit/index.ts'
import { type Db, reading, readingOutsideTenants, refusing, type Tx } from '../../db/index.ts'
import { now } from '../../kernel/clock.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import { refusal } from '../../kernel/refusal.ts'
import { openWrapping, type Wrapping } from '../../kernel/wrapping.ts'
import type { Actor } from '../actor.ts'
import { readLimits } from '../limits.ts'
import { lockRights } from '../people/administrators.ts'
import { requireHolds } from '../people/give.ts'
import { requireWholeTenant } from '../tenant-settings.ts'
import { setCallRules } from './provider-calls.ts'

export const ProviderUnknown = refusal(
  'identity_provider.unknown',
  404,
  'No organisation of this name signs in with a directory of its own.',
)
export const SecretMissing = refusal(
  'identity_provider.secret_missing',
  400,
  'Type the secret that your directory gave for this issuer and client.',
)
export const OrganisationNameMalformed = refusal(
  'identity_provider.name_malformed',
  400,
  'A name is a domain of e-mail addresses, or 3 to 40 small letters, digits and dashes.',
)
export const DomainNotYours = refusal(
  'identity_provider.domain_not_yours',
  403,
  'Only a domain of e-mail addresses can be taken that your own address has and no other company’s.',
)
export const OrganisationNameTaken = refusal(
  'identity_provider.name_taken',
  409,
  'Another company has this name already.',
)

/** What a tenant says of its directory. The secret is never told again. */
export type ProviderSettings = {
  /** As the directory calls itself in its tokens: "https://login.harbour.example". */
  readonly issuer: string
  readonly clientId: string
  /** Domains of e-mail addresses, or short names, by which people name it at the sign-in. */
  readonly names: readonly string[]
  /** Whether the directory asks for a second factor, so that Saldo does not. */
  readonly secondFactor: boolean
}

export type Provider = ProviderSettings & {
  readonly tenantId: Id<'tenant'>
  readonly clientSecret: string
}

let wrapping: Wrapping | undefined

/** Gives the module the master key under which the secrets are kept. Once at start; see `setCallRules`. */
export function useIdentityProviders(masterKey: Uint8Array, demo: { loopback: boolean }): void {
  wrapping = openWrapping(masterKey, 'identity provider')
  setCallRules(demo)
}

/** What a tenant has said of its directory; undefined when it has none. */
export async function providerSettings(
  db: Db,
  tenantId: Id<'tenant'>,
): Promise<ProviderSettings | undefined> {
  const row = await readRow(db, tenantId)
  return row && settingsIn(row)
}

/** The directory of a tenant with its secret, to speak with it. */
export async function providerOf(tenantId: Id<'tenant'>): Promise<Provider | undefined> {
  const row = await reading({ tenantId }, (db) => readRow(db, tenantId))
  if (!row) return undefined
  const settings = settingsIn(row)
  const secret = opened().unwrap(row.client_secret, placeOf(tenantId, row.id, settings))
  return { ...settings, tenantId, clientSecret: secret.toString('utf8') }
}

/** The directory of the organisation that an e-mail address or a short name leads to. @throws ProviderUnknown */
export async function providerNamed(text: string): Promise<Provider> {
  const name = text.slice(text.lastIndexOf('@') + 1)
  const entry = await readingOutsideTenants((db) =>
    db.row<{ tenant_id: Id<'tenant'> }>(
      `select tenant_id from kernel.directory where kind = 'organisation' and name = $1`,
      [name.trim().toLowerCase()],
    ),
  )
  const provider = entry && (await providerOf(entry.tenant_id))
  if (!provider) throw ProviderUnknown()
  return provider
}

/**
 * Lets the people of a tenant sign in with its directory. Without `clientSecret` the one of before stays, as long as
 * it goes to the same issuer for the same client. `email` is the own address of who decides.
 * @throws NotAllowed, SecretMissing, OrganisationNameMalformed, DomainNotYours, OrganisationNameTaken
 */
export async function setProvider(
  tx: Tx,
  actor: Actor,
  email: string,
  { clientSecret, ...wanted }: ProviderSettings & { readonly clientSecret?: string },
): Promise<void> {
  await requireAllRights(tx, actor)
  const { tenantId } = actor
  const names = [...new Set(wanted.names.map((name) => name.trim().toLowerCase()))].sort()
  const after: ProviderSettings = { ...wanted, names }
  const row = await readRow(tx, tenantId)
  const before = row && settingsIn(row)
  const same = before?.issuer === after.issuer && before.clientId === after.clientId
  if (clientSecret === undefined && !same) {
    throw SecretMissing({}, at('clientSecret', SecretMissing.code))
  }
  await takeNames(tx, actor, email, { before: before?.names ?? [], after: names })
  const id = row?.id ?? newId<'identity_provider'>()
  const secret =
    clientSecret === undefined
      ? row!.client_secret
      : opened().wrap(Buffer.from(clientSecret, 'utf8'), placeOf(tenantId, id, after))
  await tx.execute(
    `insert into access.identity_provider
       (tenant_id, id, issuer, client_id, client_secret, names, second_factor, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id) do update set issuer = $3, client_id = $4, client_secret = $5,
       names = $6, second_factor = $7, changed_at = $8`,
    [tenantId, id, after.issuer, after.clientId, secret, names, after.secondFactor, now()],
  )
  await record(tx, {
    actor,
    action: 'tenant.configure',
    object: { kind: 'tenant', id: tenantId },
    before: told(before),
    after: { ...told(after), directorySecret: clientSecret === undefined ? 'kept' : 'new' },
  })
}

/** Ends the sign-in by way of the directory. Whoever has a password keeps it, and open sessions go on. */
export async function removeProvider(tx: Tx, actor: Actor): Promise<void> {
  await requireAllRights(tx, actor)
  const { tenantId } = actor
  const row = await readRow(tx, tenantId)
  if (!row) return
  await takeNames(tx, actor, '', { before: row.names, after: [] })
  await tx.execute('delete from access.identity_provider where tenant_id = $1', [tenantId])
  await record(tx, {
    actor,
    action: 'tenant.configure',
    object: { kind: 'tenant', id: tenantId },
    before: told(settingsIn(row)),
    after: told(undefined),
  })
}

/**
 * Whoever runs the directory can sign in as anybody of the tenant. So only who has every right that a role gives, over
 * the whole tenant, decides which one it is. Changes wait for each other.
 */
async function requireAllRights(tx: Tx, actor: Actor): Promise<void> {
  requireWholeTenant(actor)
  await lockRights(tx, actor.tenantId)
  const roles = await tx.rows<{ permissions: string[]; limits: Parameters<typeof readLimits>[0] }>(
    'select permissions, limits from access.role where tenant_id = $1',
    [actor.tenantId],
  )
  for (const { permissions, limits } of roles) {
    requireHolds(actor, permissions, { reach: 'tenant' }, readLimits(limits))
  }
}

type Names = { readonly before: readonly string[]; readonly after: readonly string[] }

async function takeNames(tx: Tx, actor: Actor, email: string, { before, after }: Names) {
  const gone = before.filter((name) => !after.includes(name))
  await tx.execute(
    `delete from kernel.directory
     where kind = 'organisation' and tenant_id = $1 and name = any ($2::text[])`,
    [actor.tenantId, gone],
  )
  for (const name of after.filter((one) => !before.includes(one))) {
    if (!NAME.test(name)) {
      throw OrganisationNameMalformed({}, at('names', OrganisationNameMalformed.code))
    }
    if (name.includes('.')) await requireOwnDomain(tx, actor, email, name)
    const taken = () => OrganisationNameTaken({ name }, at('names', OrganisationNameTaken.code))
    await refusing({ directory_pkey: taken }, () =>
      tx.execute(
        `insert into kernel.directory (kind, name, tenant_id) values ('organisation', $1, $2)`,
        [name, actor.tenantId],
      ),
    )
  }
}

/** The people of another company must not be led to this one's directory when they type their address. */
async function requireOwnDomain(tx: Tx, actor: Actor, email: string, domain: string) {
  const foreign = await tx.row(
    `select 1 from kernel.directory
     where kind = 'sign_in_name' and tenant_id <> $1 and right(name, char_length($2) + 1) = '@' || $2
     limit 1`,
    [actor.tenantId, domain],
  )
  if (foreign || !email.toLowerCase().endsWith(`@${domain}`)) {
    throw DomainNotYours({ name: domain }, at('names', DomainNotYours.code))
  }
}

const NAME =
  /^(?:[a-z0-9][a-z0-9-]{1,38}[a-z0-9]|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63})$/

type Row = {
  id: string
  issuer: string
  client_id: string
  client_secret: Buffer
  names: string[]
  second_factor: boolean
}

function readRow(db: Db, tenantId: Id<'tenant'>): Promise<Row | undefined> {
  return db.row<Row>(
    `select id, issuer, client_id, client_secret, names, second_factor
     from access.identity_provider where tenant_id = $1`,
    [tenantId],
  )
}

function settingsIn({ issuer, client_id, names, second_factor }: Row): ProviderSettings {
  return { issuer, clientId: client_id, names, secondFactor: second_factor }
}

/** As the trail tells it. */
function told(settings: ProviderSettings | undefined) {
  if (!settings) return { directory: null }
  const { issuer, clientId, names, secondFactor } = settings
  return { directory: issuer, clientId, names: [...names], directorySecondFactor: secondFactor }
}

function placeOf(
  tenantId: string,
  id: string,
  { issuer, clientId }: Pick<ProviderSettings, 'issuer' | 'clientId'>,
) {
  return { tenantId, table: 'access.identity_provider', id, bound: [issuer, clientId] }
}

function opened(): Wrapping {
  if (!wrapping) throw new Error('No master key was given: app.ts calls useIdentityProviders.')
  return wrapping
}

const at = (field: string, code: string) => ({ errors: [{ pointer: `/${field}`, code }] })
