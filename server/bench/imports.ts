import { parseArgs } from 'node:util'
import { checkDigit } from '@saldo/sts'
import { type Actor, systemActor } from '../src/access/index.ts'
import { processesIn } from '../src/db/embedded/processes.ts'
import { openDatabase, reading, transaction, useDatabase } from '../src/db/index.ts'
import { startCheck } from '../src/imports/check.ts'
import { type Import, readImport } from '../src/imports/import.ts'
import { importJobs } from '../src/imports/index.ts'
import { startUndo } from '../src/imports/undo.ts'
import { addPart, beginUpload, finishUpload, PART } from '../src/imports/upload.ts'
import { startImport } from '../src/imports/write.ts'
import { runLongJobs, useLongJobs } from '../src/jobs/index.ts'
import { type Id, newId } from '../src/kernel/ids.ts'
import { createLog } from '../src/kernel/log.ts'
import { utilitiesOf } from '../src/tenants/index.ts'
import { temporaryServer } from '../test/temporary-server.ts'
import { makeTown } from '../test/town/town.ts'
import { machineLine, processorSeconds } from './machine.ts'

// How fast a file of meters is brought in, from its first byte to the last meter, and with how much memory.

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    /** Also takes everything back. */
    undo: { type: 'boolean', default: false },
  },
})
const rows = Number(options.rows)
const WANTED = 5_000
const HEAD = 'Meter number,Model,SGC,KRN,TI,Key type,DKGA,EA,Base date\n'

const server = await temporaryServer()
let highest = 0
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage().rss)
}, 100)
try {
  await bench()
} finally {
  clearInterval(watch)
  await server.stop()
}

async function bench(): Promise<void> {
  say(machineLine())
  const access = await server.migratedDatabase('saldo')
  const town = await makeTown(access, { vendors: 1, meters: 1, tills: 1 })
  const database = openDatabase(access.server)
  useDatabase(database)
  const actor: Actor = { ...systemActor(town.tenantId), kind: 'person', id: newId(), name: 'Bench' }
  useLongJobs<Actor>({ kinds: importJobs, actorOf: async () => actor, may: () => true })
  const jobs = runLongJobs({
    log: createLog('error'),
    tenants: async () => [town.tenantId],
    atOnce: 1,
  })
  try {
    const before = process.memoryUsage().rss
    highest = before
    const began = performance.now()
    const id = await phase('upload', () => upload(actor))
    await phase('check', () =>
      work(actor, id, 'checked', (key) =>
        transaction(actor, async (tx) =>
          startCheck(tx, actor, id, (await readImport(tx, actor, id)).matching ?? {}, key),
        ),
      ),
    )
    await phase('import', () =>
      work(actor, id, 'done', (key) => transaction(actor, (tx) => startImport(tx, actor, id, key))),
    )
    const rate = (rows * 1_000) / (performance.now() - began)
    const { written, bad } = await look(actor, id)
    const verdict = rate >= WANTED ? 'enough' : `too few: ${WANTED} are wanted`
    say(`end to end: ${Math.round(rate)} rows/s (${verdict}); ${written} written, ${bad} rejected`)
    say(`memory: ${megabytes(before)} before, ${megabytes(highest)} at most`)
    if (options.undo) {
      await phase('undo', () =>
        work(actor, id, 'undone', (key) =>
          transaction(actor, (tx) => startUndo(tx, actor, id, { key, reason: 'bench' })),
        ),
      )
    }
    say(machineLine())
  } finally {
    await jobs.stop()
    await database.close()
  }
}

async function phase<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  const [from, own, database] = [performance.now(), process.cpuUsage(), databaseSeconds()]
  const result = await run()
  const seconds = (performance.now() - from) / 1_000
  const { user, system } = process.cpuUsage(own)
  const used = `processor: program ${((user + system) / 1e6).toFixed(1)} s, database ${(databaseSeconds() - database).toFixed(1)} s`
  say(`${name}: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s; ${used}`)
  return result
}

/** Of processes that are there now; the pool's connections stay for the whole run. */
function databaseSeconds(): number {
  return processorSeconds(processesIn(server.embedded.database))
}

/** Sends a file as it is made, so that it is never in memory as a whole. */
async function upload(actor: Actor): Promise<Id<'import'>> {
  const [utility] = await utilitiesOf(actor)
  const size = lengthOfFile()
  const file = { kind: 'meters', utilityId: utility!.id, fileName: 'lot.csv', size }
  const id = await beginUpload(actor, newId(), file)
  let waiting = Buffer.alloc(0)
  let number = 0
  const send = (bytes: Buffer) =>
    transaction(actor, (tx) => addPart(tx, actor, id, number++, bytes))
  for (const piece of pieces()) {
    waiting = Buffer.concat([waiting, Buffer.from(piece)])
    while (waiting.length >= PART) {
      await send(waiting.subarray(0, PART))
      waiting = waiting.subarray(PART)
    }
  }
  if (waiting.length > 0) await send(waiting)
  await finishUpload(actor, id)
  return id
}

function line(n: number): string {
  const body = `07${String(10_000_000 + n)}`
  return `${body}${checkDigit(body)},Keypad 1,600675,1,1,2,4,7,2014\n`
}

function lengthOfFile(): number {
  return HEAD.length + rows * line(0).length
}

function* pieces(): Generator<string> {
  yield HEAD
  for (let n = 0; n < rows; n += 1_000) {
    yield Array.from({ length: Math.min(1_000, rows - n) }, (_, k) => line(n + k)).join('')
  }
}

/** Starts a job and waits for the state that its end brings. */
async function work(
  actor: Actor,
  id: Id<'import'>,
  state: Import['state'],
  start: (key: string) => Promise<unknown>,
): Promise<void> {
  await start(newId())
  while ((await look(actor, id)).state !== state) {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function look(actor: Actor, id: Id<'import'>): Promise<Import> {
  return reading(actor, (db) => readImport(db, actor, id))
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
