import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { accessBySocket, type DatabaseAccess } from '../src/db/access.ts'
import { giveToRunner } from '../src/db/embedded/place.ts'
import { type EmbeddedServer, startEmbedded } from '../src/db/embedded/server.ts'
import { type FaultProxy, faultProxy } from './fault-proxy.ts'
import type { TemporaryServer } from './temporary-server.ts'

export interface Standby {
  /** The link that the standby replicates over. */
  readonly link: FaultProxy
  access(database: string): DatabaseAccess
  /** Makes it a primary of its own, as after the loss of the first one. */
  promote(): Promise<void>
  stop(): Promise<void>
}

/**
 * A synchronous standby of a temporary server that was started with TCP, made as RELIABILITY.md 6.3 says:
 * a copy in SQL, then replication through a link that a test can cut. When this returns it is in step,
 * and the primary waits for it at each commit.
 */
export async function synchronousStandby(primary: TemporaryServer): Promise<Standby> {
  const link = await faultProxy({ host: '127.0.0.1', port: primary.tcpPort })
  const state = mkdtempSync(join(tmpdir(), `saldo-test-${process.pid}-`))
  chmodSync(state, 0o711)
  await copyCluster(primary, join(state, 'database'))
  giveToRunner(state, [join(state, 'database')])
  const address = `host=127.0.0.1 port=${link.port} user=postgres password=${primary.password}`
  const server = await startEmbedded({
    state,
    settings: {
      primary_conninfo: `${address} application_name=s1 sslmode=disable`,
      hot_standby: 'on',
      wal_retrieve_retry_interval: '200ms',
    },
  })
  await query(
    primary.access('postgres'),
    "alter system set synchronous_standby_names = 'FIRST 1 (s1)'",
  )
  await query(primary.access('postgres'), 'select pg_reload_conf()')
  await inStep(primary)
  return standby(server, state, link)
}

function standby(server: EmbeddedServer, state: string, link: FaultProxy): Standby {
  const access = (database: string) => accessBySocket(server.host, server.port, database)
  return {
    link,
    access,
    async promote() {
      await query(access('postgres'), 'select pg_promote(true, 30)')
    },
    async stop() {
      await link.close()
      await server.stop()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

const emptied = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_stat_tmp', 'pg_subtrans']

async function copyCluster(primary: TemporaryServer, target: string): Promise<void> {
  const source = primary.embedded.database
  const session = new pg.Client(primary.access('postgres').privileged)
  await session.connect()
  await session.query("select pg_backup_start('standby', true)")
  cpSync(source, target, {
    recursive: true,
    filter: (path) =>
      !/^(postmaster\.(pid|opts)|postgresql\.auto\.conf)$/.test(basename(path)) &&
      !emptied.some((name) => relative(source, path).startsWith(`${name}/`)),
  })
  const { rows } = await session.query<{ labelfile: string }>(
    'select labelfile from pg_backup_stop(false)',
  )
  await session.end()
  mkdirSync(join(target, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 })
  writeFileSync(join(target, 'backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(join(target, 'standby.signal'), '')
  writeFileSync(join(target, 'postgresql.auto.conf'), '')
  chmodSync(target, 0o700)
}

async function inStep(primary: TemporaryServer): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const rows = await query(
      primary.access('postgres'),
      "select 1 from pg_stat_replication where application_name = 's1' and sync_state = 'sync'",
    )
    if (rows.length > 0) return
    await wait(100)
  }
  throw new Error('The standby did not come into step.')
}

async function query(access: DatabaseAccess, text: string) {
  const client = new pg.Client(access.privileged)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
