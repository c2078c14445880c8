import { OPERATIONAL_TABLES, SAMPLE_TABLES, type StaTables } from '@saldo/sts'
import {
  type Act,
  type Actor,
  accessRoutes,
  can,
  guardConsole,
  isPermission,
  type Letterhead,
  type NameReaches,
  ownOnly,
  type Permission,
  personNow,
  personRoles,
  roleChange,
  type Session,
  type SessionView,
  sessionNow,
  systemActor,
  useFactorSecrets,
  useIdentityProviders,
  useLetterheads,
  useMembers,
  usePepper,
  useVisits,
} from './access/index.ts'
import { approvalRoutes, submit } from './approvals/index.ts'
import { auditRoutes, useAuditSigning } from './audit/index.ts'
import { jobKinds, runInBackground } from './background.ts'
import { bulkRoutes } from './bulk/index.ts'
import { channels } from './channels/index.ts'
import { barrier, type Database, type DatabaseAccess, reading } from './db/index.ts'
import { deskRoutes } from './desks/index.ts'
import { exportRoutes } from './exports/index.ts'
import {
  type Check,
  createHttp,
  type Http,
  healthRoutes,
  metricsRoutes,
  serveApps,
} from './http/index.ts'
import { commitsWaiting, onCommit, setClockTolerance, unfitToSell } from './hub/index.ts'
import { importRoutes, setImportLimit } from './imports/index.ts'
import { jobRoutes, startJob, useLongJobs } from './jobs/index.ts'
import type { Config } from './kernel/config.ts'
import type { Id } from './kernel/ids.ts'
import type { Log } from './kernel/log.ts'
import { Refusal } from './kernel/refusal.ts'
import { openSoftwareModule, useSecurityModule } from './keys/index.ts'
import { mailRoutes, useMailSecrets } from './notifications/index.ts'
import { platformRoutes, visitingAs, visitOf, visitorOf } from './platform/index.ts'
import { reportRoutes } from './reports/index.ts'
import { searchRoutes } from './search/index.ts'
import { readTenant, tenantRoutes, utilitiesOf, utilitiesSeenBy } from './tenants/index.ts'
import {
  creditLimit,
  depositConfirmation,
  membersOf,
  namesOfPortfolios,
  readVendors,
  vendorRoutes,
} from './vendors/index.ts'
import { version } from './version.ts'

/** What the program has opened before the app is put together. */
export interface Parts {
  readonly config: Config
  readonly masterKey: Uint8Array
  readonly log: Log
  readonly access: DatabaseAccess
  readonly database: Database
}

/** Puts the program together: the only place that sees every module. */
export async function buildApp(parts: Parts): Promise<Http> {
  const { config, log } = parts
  openModules(parts)
  const { trustedProxies } = config
  const app = await createHttp({ log, version, trustedProxies })
  await register(app, config)
  await app.register(healthRoutes(checks))
  await app.register(metricsRoutes({ onCommit, waiting: commitsWaiting }))
  await serveApps(app, { demo: config.mode === 'demo' })
  if (config.mode === 'demo') {
    const { demoRoutes } = await import('./demo/index.ts')
    await app.register(demoRoutes, { prefix: '/api/demo', tables: tablesOf(config) })
  }
  if (config.role !== 'serve') runInBackground(app, parts)
  return app
}

/** The routes of the contract, without anything that must be running: `npm run contract` writes them down. */
export async function register(app: Http, config: Pick<Config, 'publicUrl'>): Promise<void> {
  const secure = config.publicUrl?.startsWith('https:') === true
  app.decorate('secure', secure)
  for (const channel of channels) await app.register(channel.routes, { prefix: channel.prefix })
  const { publicUrl } = config
  await app.register(
    accessRoutes({ secure, publicUrl, describe: sessionView, nameReaches, submit, currenciesOf }),
    { prefix: '/api/console' },
  )
  await app.register(approvalRoutes({ acts, currenciesOf }), { prefix: '/api/console' })
  await app.register(importRoutes, { prefix: '/api/console' })
  await app.register(reportRoutes, { prefix: '/api/console' })
  await app.register(exportRoutes, { prefix: '/api/console' })
  await app.register(bulkRoutes, { prefix: '/api/console' })
  await app.register(tenantRoutes, { prefix: '/api/console' })
  await app.register(searchRoutes, { prefix: '/api/console' })
  await app.register(deskRoutes, { prefix: '/api/console' })
  await app.register(platformRoutes({ secure, publicUrl, health: healthNow }), {
    prefix: '/api/console',
  })
  await app.register(vendorRoutes, { prefix: '/api/console' })
  await app.register(
    jobRoutes<Actor>({
      guard: guardConsole,
      callerOf: ({ actor }) => actor,
      seesAll: (actor) => can(actor, 'job.manage') && !ownOnly(actor, 'job.manage'),
      stillThere: (actor) => reading(actor, (db) => sessionNow(db, actor)),
    }),
    { prefix: '/api/console' },
  )
  await app.register(
    auditRoutes({
      guard: guardConsole,
      callerOf: ({ actor }) => actor,
      seesAll: reachesCompany,
      start: startJob,
    }),
    { prefix: '/api/console' },
  )
  await app.register(
    mailRoutes({
      guard: guardConsole,
      callerOf: ({ actor }) => actor,
      reachesAll: reachesCompany,
    }),
    { prefix: '/api/console' },
  )
}

/** What a tenant may put under a second person. */
const acts: readonly Act<unknown>[] = [roleChange, personRoles, creditLimit, depositConfirmation]

/** Gives the modules what they need from outside. Also for a program without a port, such as the command line. */
export function openModules({ config, masterKey }: Pick<Parts, 'config' | 'masterKey'>): void {
  usePepper(masterKey)
  useFactorSecrets(masterKey)
  useIdentityProviders(masterKey, { loopback: config.mode === 'demo' })
  useLetterheads(letterheadOf)
  useMembers(membersOf)
  useVisits(visitingAs)
  useMailSecrets(masterKey)
  useAuditSigning(masterKey)
  setClockTolerance(config.clockToleranceDays)
  setImportLimit(config.importLimitMb * 1_000_000)
  useLongJobs<Actor>({
    kinds: jobKinds,
    actorOf: personNow,
    may: (actor, permission) => isPermission(permission) && actor.permissions.has(permission),
  })
  useSecurityModule(
    openSoftwareModule({
      id: 'software',
      masterKey,
      tables: tablesOf(config),
      toleranceDays: config.clockToleranceDays,
      modelMeters: config.mode === 'demo',
    }),
  )
}

function tablesOf({ stsTables }: Pick<Config, 'stsTables'>): StaTables {
  return stsTables === 'sample' ? SAMPLE_TABLES : OPERATIONAL_TABLES
}

/** What must be well for this server to sell. */
const checks: { readonly [name: string]: Check } = {
  // A read is not enough: a database that cannot commit cannot sell.
  database: async () => {
    await barrier()
    return undefined
  },
  sales: async () => {
    const unfit = await unfitToSell()
    if (unfit === null) return undefined
    return unfit === 'clock' ? 'the clock is not believed' : 'this copy is quarantined'
  },
}

/** Whether a right reaches the whole company: the trail and letters belong to no utility and no vendor. */
function reachesCompany(actor: Actor, right: Permission): boolean {
  return !ownOnly(actor, right)
}

/** What letters to the people of a tenant say of it: its name, and the telephone and zone of its first utility. */
async function letterheadOf(tenantId: Id<'tenant'>): Promise<Letterhead> {
  const tenant = await readTenant(tenantId)
  const [utility] = await utilitiesOf(systemActor(tenantId))
  return {
    brand: tenant?.name ?? 'Saldo',
    supportPhone: utility?.supportPhone ?? '',
    timeZone: utility?.timeZone ?? 'UTC',
  }
}

async function sessionView(
  { actor: person, email, csrfToken }: Session,
  mark?: string,
): Promise<SessionView> {
  const visit = mark === undefined ? undefined : await visitOf(person, mark).catch(noVisit)
  const actor = visit ? visitorOf(person, visit) : person
  const tenant = await readTenant(actor.tenantId)
  const utilities = await utilitiesSeenBy(actor)
  return {
    person: { name: person.name, email },
    tenant: { id: actor.tenantId, name: tenant?.name ?? '' },
    csrfToken,
    permissions: [...actor.permissions],
    ...(visit && {
      visit: { reason: visit.grant.reason, endsAt: visit.grant.ends_at?.toISOString() ?? '' },
    }),
    utilities: utilities.map(({ id, name, currency, timeZone, commodities }) => ({
      id,
      name,
      currency: { ...currency },
      timeZone,
      commodities: [...commodities],
    })),
  }
}

/** A mark that is no longer good, or anybody's: the person is shown as themselves. */
function noVisit(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error
}

/** What must be well for this server to sell, asked now. */
async function healthNow(): Promise<Record<string, string | undefined>> {
  const asked = Object.entries(checks).map(async ([name, check]) => [
    name,
    await check().catch(() => 'no answer'),
  ])
  return Object.fromEntries(await Promise.all(asked))
}

/** The currencies of a tenant's utilities, each once. */
async function currenciesOf(actor: Actor) {
  const utilities = await utilitiesOf(actor)
  return [...new Map(utilities.map(({ currency }) => [currency.code, currency])).values()]
}

/** What the utilities, vendors, vendor groups and agents are called that people's roles are limited to. */
const nameReaches: NameReaches = async (actor, wanted) => {
  const utilities = wanted.utilities.length > 0 ? await utilitiesOf(actor) : []
  const vendors =
    wanted.vendors.length > 0
      ? await reading(actor, (db) => readVendors(db, actor.tenantId, wanted.vendors))
      : []
  const portfolios =
    wanted.portfolios.length > 0
      ? await reading(actor, (db) => namesOfPortfolios(db, actor.tenantId, wanted.portfolios))
      : []
  const named = utilities.filter(({ id }) => wanted.utilities.includes(id))
  return new Map([...named, ...vendors, ...portfolios].map(({ id, name }) => [id, name]))
}
