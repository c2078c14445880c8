import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { preparedBinaries } from './binaries.ts'
import { giveToRunner } from './place.ts'
import { killFamily, livePostmaster } from './postmaster.ts'
import { isAlive, processesIn, until } from './processes.ts'
import { type Runner, run } from './runner.ts'
import { type EmbeddedServer, startEmbedded } from './server.ts'

const folders: string[] = []
const started: EmbeddedServer[] = []

/** A cluster that was made once and stopped. Making one takes a second; most tests start from a copy. */
let made: string

beforeAll(async () => {
  const state = folder()
  const server = await startEmbedded({ state })
  await server.stop()
  made = server.database
}, 120_000)

afterAll(async () => {
  for (const server of started) await server.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), `saldo-test-${process.pid}-`))
  // Whoever runs the database passes through.
  chmodSync(made, 0o711)
  folders.push(made)
  return made
}

/** A state folder with a cluster in it that was shut down. */
function used(state = folder()): string {
  cpSync(made, join(state, 'database'), { recursive: true })
  giveToRunner(state, [join(state, 'database')])
  return state
}

async function start(state: string): Promise<EmbeddedServer> {
  const server = await startEmbedded({ state })
  started.push(server)
  return server
}

async function query(server: EmbeddedServer, text: string) {
  const client = new pg.Client({ host: server.host, port: server.port, user: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('a new data folder gets a durable, checksummed server without a network port', async () => {
  const server = await start(folder())
  const rows = await query(
    server,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
       'data_checksums', 'listen_addresses', 'server_encoding', 'jit', 'log_error_verbosity') order by name`,
  )
  expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    jit: 'off',
    listen_addresses: '',
    log_error_verbosity: 'terse',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
  })
  expect(await query(server, "select 'a' < 'B' as a, lower('ÄÉ') as lower")).toEqual([
    { a: false, lower: 'äé' },
  ])
})

test('two starts on one data folder share one server, and the second takes over when the first ends', async () => {
  const state = folder()
  const [first, second] = await Promise.all([start(state), start(state)])
  const [owner, guest] = first.owned() ? [first, second] : [second, first]
  expect([owner.owned(), guest.owned()]).toEqual([true, false])
  await query(guest, 'create table kept as select 1 as n')
  await owner.stop()
  await until(() => guest.owned(), 15_000)
  expect(await query(guest, 'select n from kept')).toEqual([{ n: 1 }])
})

test('a database that is killed with all its children comes back by itself with every committed row', async () => {
  const server = await start(used())
  await query(server, 'create table sale as select 1 as n')
  const before = livePostmaster(server.database)?.pid
  killFamily(server.database)
  const isBack = () => {
    const live = livePostmaster(server.database)
    return live?.ready === true && live.pid !== before
  }
  expect(await until(isBack, 15_000)).toBe(true)
  expect(await query(server, 'select n from sale')).toEqual([{ n: 1 }])
})

test('a Saldo that is killed takes its database along, and the next start finds all committed rows', async () => {
  const state = used()
  const program = `
    import { startEmbedded } from '${new URL('./server.ts', import.meta.url).pathname}'
    await startEmbedded({ state: '${state}' })
    console.log('up')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const database = join(state, 'database')
  const orphan = livePostmaster(database)
  expect(orphan?.ready).toBe(true)
  child.kill('SIGKILL')
  const server = await start(state)
  expect(server.owned()).toBe(true)
  expect(isAlive(orphan?.pid ?? 0)).toBe(false)
  await query(server, 'create table after_all as select 1 as n')
})

test('a note of a dead server that names another living process does not block the start', async () => {
  const state = used()
  const first = await start(state)
  await query(first, 'create table kept as select 1 as n')
  await first.stop()
  const lines = [process.pid, first.database, 0, 5432, first.host, '', '', 'ready']
  writeFileSync(join(first.database, 'postmaster.pid'), `${lines.join('\n')}\n`)
  writeFileSync(join(first.host, '.s.PGSQL.5432.lock'), `${process.pid}\n`)
  const again = await start(state)
  expect(await query(again, 'select n from kept')).toEqual([{ n: 1 }])
})

test('a data folder with a path too long for a socket, blanks and quotes still works', async () => {
  const state = join(folder(), `it's "long", ${'x'.repeat(120)}`)
  mkdirSync(state)
  chmodSync(state, 0o711)
  const server = await start(used(state))
  expect(server.host.length).toBeLessThan(90)
  expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }])
})

test('a folder that nobody else reaches is served, for root from a user namespace', async () => {
  const closed = folder()
  chmodSync(closed, 0o700)
  const state = join(closed, 'state')
  mkdirSync(state)
  const server = await start(used(state))
  const root = process.getuid?.() === 0
  expect(server.runner.name).toBe(root ? 'a user namespace' : 'this user')
  await query(server, 'create table kept as select 1 as n')
  await server.stop()
  expect(processesIn(server.database)).toEqual([])
  expect(await query(await start(state), 'select n from kept')).toEqual([{ n: 1 }])
})

test('binaries that the database user cannot read are copied and run', () => {
  const copy = preparedBinaries(folder(), () => false)
  const self: Runner = { name: 'this user', prefix: [] }
  expect(run(self, join(copy, 'bin', 'postgres'), ['--version']).stdout).toContain('18.4')
})

test('stopping leaves no process behind', async () => {
  const server = await start(used())
  await server.stop()
  await wait(50)
  expect(processesIn(server.database)).toEqual([])
})
