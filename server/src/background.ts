import { type Actor, forgetOldAttempts, forgetOldSessions, ownOnly } from './access/index.ts'
import { expireRequests } from './approvals/index.ts'
import { checkTrail, exportTrail, publishAuditHead, sealAudit } from './audit/index.ts'
import { bulkJobs } from './bulk/index.ts'
import type { DatabaseAccess } from './db/index.ts'
import { exportJobs } from './exports/index.ts'
import type { Http } from './http/index.ts'
import { drainOutbox, resolveUnknown } from './hub/index.ts'
import { forgetImports, importJobs } from './imports/index.ts'
import {
  type AnyJobKind,
  forgetJobs,
  type Jobs,
  type LongJobs,
  partitionTask,
  runJobs,
  runLongJobs,
  type Task,
} from './jobs/index.ts'
import type { Config } from './kernel/config.ts'
import type { Log } from './kernel/log.ts'
import { sealLedger } from './ledger/index.ts'
import { mailTask } from './notifications/index.ts'
import { allTenants } from './tenants/index.ts'
import { forgetOldDeviceRows } from './terminals/index.ts'
import { noticeLowFloats } from './vendors/index.ts'

/** The kinds of long work that people start. */
export const jobKinds: readonly AnyJobKind<Actor>[] = [
  ...importJobs,
  exportTrail<Actor>((actor) => !ownOnly(actor, 'audit.export')),
  checkTrail<Actor>((actor) => !ownOnly(actor, 'audit.export')),
  ...exportJobs,
  ...bulkJobs,
]

/** What runs by the clock. A task may run twice and does not mind. */
const tasks: readonly Task[] = [
  partitionTask,
  {
    name: 'ledger.seal',
    when: { everySeconds: 30 },
    perTenant: (tenantId) => sealLedger(tenantId),
  },
  {
    name: 'audit.seal',
    when: { everySeconds: 30 },
    perTenant: (tenantId) => sealAudit(tenantId),
  },
  {
    name: 'hub.drain_outbox',
    when: { everySeconds: 2 },
    perTenant: async (tenantId, stop) => {
      while (!stop.aborted && (await drainOutbox(tenantId, [noticeLowFloats])) > 0);
    },
  },
  {
    name: 'hub.resolve_unknown',
    when: { everySeconds: 10 },
    perTenant: (tenantId) => resolveUnknown(tenantId),
  },
  {
    name: 'access.forget_attempts',
    when: { cron: '37 3 * * *' },
    once: () => forgetOldAttempts(),
  },
  { name: 'approvals.expire', when: { everySeconds: 60 }, perTenant: expireRequests },
  { name: 'access.forget_sessions', when: { cron: '17 * * * *' }, perTenant: forgetOldSessions },
  { name: 'imports.forget', when: { cron: '7 * * * *' }, perTenant: forgetImports },
  { name: 'jobs.forget', when: { cron: '47 * * * *' }, perTenant: forgetJobs },
  { name: 'terminals.forget_rows', when: { cron: '27 * * * *' }, perTenant: forgetOldDeviceRows },
]

interface Background {
  readonly config: Config
  readonly log: Log
  readonly access: DatabaseAccess
}

/** Runs the tasks and the long work of people while the app is up. */
export function runInBackground(app: Http, { access, log, config }: Background): void {
  let jobs: Jobs | undefined
  let longJobs: LongJobs | undefined
  const tenants = async () => (await allTenants()).map(({ id }) => id)
  app.addHook('onReady', async () => {
    longJobs = runLongJobs({ log, tenants })
    jobs = await runJobs({
      connection: access.worker,
      log,
      tenants,
      tasks: [
        ...tasks,
        mailTask({ log, server: config.mailServer }),
        {
          name: 'audit.publish_head',
          when: { cron: '7 * * * *' },
          perTenant: (tenantId) =>
            publishAuditHead(tenantId, { dataFolder: config.dataFolder, log }),
        },
      ],
    })
  })
  app.addHook('onClose', async () => {
    await Promise.all([jobs?.stop(), longJobs?.stop()])
  })
}
