import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '../test/temporary-server.ts'
import { masterKey } from '../test/town/town.ts'

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export interface Process {
  readonly pid: number
  readonly port: number
  /** Ends it politely. */
  stop(): Promise<void>
}

/** The program itself, in production mode, on a database that is there already. */
export async function startProgram(
  databaseUrl: string,
  role: 'serve' | 'work' | 'both',
  options: { readonly nodeArguments?: readonly string[] } = {},
): Promise<Process> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [...(options.nodeArguments ?? []), '--import', 'tsx', program],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        npm_lifecycle_event: undefined,
        SALDO_MODE: 'production',
        SALDO_ROLE: role,
        SALDO_PORT: String(port),
        SALDO_MASTER_KEY: masterKey.toString('hex'),
        SALDO_LOG_LEVEL: 'error',
        DATABASE_URL: databaseUrl,
      },
    },
  )
  process.once('exit', () => child.kill('SIGKILL'))
  await ready(child)
  return {
    pid: child.pid!,
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  const lines = createInterface({ input: child.stdout! })
  const said = new Promise<void>((resolve) => {
    lines.on('line', (line) => /^Ready after/.test(line) && resolve())
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The server ended with ${code} before it was ready.`)
  })
  await Promise.race([said, ended])
  ended.catch(() => {})
}
