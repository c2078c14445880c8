import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ClientConfig } from 'pg'
import { openModules, register } from '../src/app.ts'
import { openDatabase, useDatabase } from '../src/db/index.ts'
import { createHttp } from '../src/http/index.ts'
import { createLog } from '../src/kernel/log.ts'
import { masterKey, testConfig, type World } from './harness.ts'
import { freePort } from './temporary-server.ts'
import type { Reply, Send } from './till.ts'

/** A server in a process of its own, as a second machine would be: it shares the database and nothing else. */
export interface OtherServer {
  readonly port: number
  readonly origin: string
  readonly send: Send
  /** Ends the process as a power cut does. */
  kill(): Promise<void>
}

/** Starts a server on the world's database. The clock of the new process may be wrong by so many milliseconds. */
export async function otherServer(
  { files }: World,
  { clockOffsetMs = 0 } = {},
): Promise<OtherServer> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      SALDO_TEST_SERVE: JSON.stringify({ port, database: files.server }),
      SALDO_TEST_CLOCK_OFFSET_MS: String(clockOffsetMs),
    },
  })
  await ready(child)
  const origin = `http://127.0.0.1:${port}`
  return {
    port,
    origin,
    send: sendOver(origin),
    async kill() {
      const gone = once(child, 'exit')
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      else return
      await gone
    },
  }
}

/** Sends real requests; the answer carries its text, for a comparison byte by byte. */
export function sendOver(origin: string): (request: Parameters<Send>[0]) => Promise<TextReply> {
  return async ({ method, url, headers, body }) => {
    const reply = await fetch(`${origin}${url}`, {
      method,
      headers: { ...headers, connection: 'close' },
      ...(body !== undefined && { body }),
    })
    const text = await reply.text()
    return {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      body: text === '' ? {} : JSON.parse(text),
      text,
    }
  }
}

export interface TextReply extends Reply {
  readonly text: string
}

async function ready(child: ChildProcess): Promise<void> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with ${code} before it was ready.`)
  })
  const said = once(createInterface({ input: child.stdout! }), 'line')
  await Promise.race([said, failed])
  failed.catch(() => {})
}

async function serve(order: { port: number; database: ClientConfig }): Promise<void> {
  useDatabase(openDatabase(order.database))
  const config = testConfig()
  openModules({ config, masterKey })
  const app = await createHttp({ log: createLog('silent'), version: 'test' })
  await register(app, config)
  await app.listen({ host: '127.0.0.1', port: order.port })
  console.log('ready')
  // The test that started it may be killed itself; then nobody needs it any more.
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.exit(0), 500)
}

if (process.env.SALDO_TEST_SERVE && import.meta.url === pathToFileURL(process.argv[1]!).href) {
  await serve(JSON.parse(process.env.SALDO_TEST_SERVE))
}
