import { parseArgs } from 'node:util'
import { processesIn } from '../src/db/embedded/processes.ts'
import { temporaryServer } from '../test/temporary-server.ts'
import { makeTown } from '../test/town/town.ts'
import { measured, openOffice, questionsFor, sellOnce } from './console-questions.ts'
import { fillTown, makeOffice } from './console-town.ts'
import { machineLine, processorSeconds } from './machine.ts'
import { bookPastSales } from './past-sales.ts'
import { type Process, startProgram } from './servers.ts'

// `npm run bench:console`: what a person at the console waits for, with a million meters and a million customers.

const { values: options } = parseArgs({
  options: {
    meters: { type: 'string', default: '1000000' },
    /** Past sales, for receipts, tokens and the purchases of a meter. */
    sales: { type: 'string', default: '500000' },
    /** Times each question is asked. */
    times: { type: 'string', default: '40' },
    only: { type: 'string', default: '' },
  },
})

/** The median that no question may pass. */
const MOST_MS = 100

const server = await temporaryServer({})
let program: Process | undefined
try {
  say(machineLine())
  const access = await server.migratedDatabase('saldo')
  const town = await makeTown(access, { vendors: 1000, meters: 1, tills: 1 })
  await makeOffice(access, town)
  const url = `postgres:///saldo?user=postgres&host=${encodeURIComponent(server.host)}&port=${server.port}`
  program = await startProgram(url, 'serve')
  await sellOnce(program.port, town)
  const meters = Number(options.meters)
  await fillTown(access.privileged, town, meters, say)
  await bookPastSales(access.privileged, town.tenantId, Number(options.sales), say)
  say(`${meters} meters and customers, ${options.sales} sales`)
  say(machineLine())
  const office = await openOffice(program.port)
  const questions = (await questionsFor(office, meters, Number(options.sales))).filter(({ name }) =>
    name.includes(options.only),
  )
  const slow: string[] = []
  for (const question of questions) {
    const used = processorUsed()
    const { medianMs, p95Ms, rows, asked } = await measured(office, question, Number(options.times))
    const workMs = ((processorUsed() - used) * 1000) / asked
    const late = medianMs > MOST_MS
    if (late) slow.push(question.name)
    const found = rows === null ? '' : `  ${rows} found`
    say(
      `${question.name.padEnd(58)} median ${medianMs.toFixed(1).padStart(7)} ms  p95 ${p95Ms.toFixed(1).padStart(7)} ms  work ${workMs.toFixed(1).padStart(6)} ms${found}${late ? '  TOO SLOW' : ''}`,
    )
  }
  say(machineLine())
  if (slow.length > 0) {
    say(`Over ${MOST_MS} ms: ${slow.join(', ')}.`)
    process.exitCode = 1
  } else say(`Every median is under ${MOST_MS} ms.`)
} finally {
  await program?.stop()
  await server.stop()
}

function say(sentence: string): void {
  console.log(sentence)
}

/** Seconds of processor time of server and database: what a question costs, however busy the machine is otherwise. */
function processorUsed(): number {
  return processorSeconds([program?.pid ?? 0, ...processesIn(server.embedded.database)])
}
