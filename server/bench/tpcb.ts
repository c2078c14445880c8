import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { DatabaseAccess } from '../src/db/access.ts'
import { median } from './machine.ts'

export interface TpcbResult {
  readonly perSecond: number
  /** Milliseconds; only of one client. */
  readonly medianMs: number
}

/** The yardstick: TPC-B as pgbench has it, on the same server as the sales. */
export interface Yardstick {
  readonly name: string
  prepare(): Promise<void>
  run(clients: number, seconds: number): Promise<TpcbResult>
}

/** pgbench from PGBENCH or PATH; where there is none, our own driver of the same statements. */
export function yardstick(access: DatabaseAccess, scale: number): Yardstick {
  const program = process.env.PGBENCH ?? 'pgbench'
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (version.status === 0 && process.env.PGBENCH !== 'none')
    return pgbench(program, version.stdout.trim(), access, scale)
  return ownDriver(access, scale)
}

function pgbench(
  program: string,
  version: string,
  { privileged }: DatabaseAccess,
  scale: number,
): Yardstick {
  const connection = ['-h', privileged.host ?? '', '-p', String(privileged.port), '-U', 'postgres']
  const run = (args: readonly string[]) =>
    output(program, [...connection, ...args, privileged.database ?? ''])
  return {
    name: `${version}, -M prepared -s ${scale} -c 64 -j 2`,
    async prepare() {
      await run(['-i', '-s', String(scale), '-I', 'dtGvp', '-q'])
    },
    async run(clients, seconds) {
      const logs = mkdtempSync(join(tmpdir(), 'saldo-pgbench-'))
      const shape = [
        '-M',
        'prepared',
        '-n',
        '-c',
        String(clients),
        '-j',
        String(Math.min(2, clients)),
      ]
      const log = clients === 1 ? ['-l', `--log-prefix=${join(logs, 'log')}`] : []
      try {
        const said = await run([...shape, '-T', String(seconds), ...log])
        const perSecond = Number(/^tps = ([0-9.]+)/m.exec(said)?.[1])
        return { perSecond, medianMs: clients === 1 ? medianOfLogs(logs) : Number.NaN }
      } finally {
        rmSync(logs, { recursive: true, force: true })
      }
    },
  }
}

/** Third column: microseconds of one transaction. */
function medianOfLogs(folder: string): number {
  const times = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[2]) / 1000),
  )
  return median(times)
}

function ownDriver(access: DatabaseAccess, scale: number): Yardstick {
  const driver = fileURLToPath(new URL('./tpcb-driver.ts', import.meta.url))
  return {
    name: `our own TPC-B driver (pgbench is not here), prepared statements, scale ${scale}, 64 connections, 2 processes`,
    prepare: () => prepareTables(access, scale),
    async run(clients, seconds) {
      const shares = clients === 1 ? [1] : [clients >> 1, clients - (clients >> 1)]
      const parts = await Promise.all(
        shares.map(async (connections) => {
          const order = { connection: access.privileged, connections, seconds, scale }
          const text = await output(process.execPath, [
            ...['--import', 'tsx', driver],
            JSON.stringify(order),
          ])
          return JSON.parse(text) as TpcbResult
        }),
      )
      const perSecond = parts.reduce((sum, part) => sum + part.perSecond, 0)
      return { perSecond, medianMs: parts[0]!.medianMs }
    },
  }
}

async function prepareTables({ privileged }: DatabaseAccess, scale: number): Promise<void> {
  const client = new pg.Client(privileged)
  await client.connect()
  await client.query(`
    create table pgbench_branches (bid int not null, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int not null, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select n, 0, '' from generate_series(1, ${scale}) n;
    insert into pgbench_tellers select n, (n - 1) / 10 + 1, 0, '' from generate_series(1, ${scale} * 10) n;
    insert into pgbench_accounts select n, (n - 1) / 100000 + 1, 0, '' from generate_series(1, ${scale} * 100000) n;
    alter table pgbench_branches add primary key (bid);
    alter table pgbench_tellers add primary key (tid);
    alter table pgbench_accounts add primary key (aid)`)
  await client.query('vacuum analyze')
  await client.end()
}

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let complained = ''
    child.stdout.on('data', (piece) => {
      said += piece
    })
    child.stderr.on('data', (piece) => {
      complained += piece
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${program} ended with ${code}: ${complained.slice(-500)}`))
    })
  })
}
