import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startMailCatcher } from './mail-catcher.ts'

const PORT = 18_080
const PATIENCE_MS = 180_000

/**
 * Starts Saldo as an operator would, with the demo world on an empty data folder, and stops it with its
 * database at the end. What it sends by e-mail is caught. SALDO_E2E_URL names one that runs already, and
 * SALDO_E2E_MAIL then the folder of its letters.
 */
export default async function startSaldo(): Promise<() => Promise<void>> {
  if (process.env.SALDO_E2E_URL) return async () => {}
  const data = mkdtempSync(join(tmpdir(), 'saldo-e2e-'))
  // The database may run as another user, who must be able to pass through.
  chmodSync(data, 0o711)
  // The journeys run in processes of their own and find the letters in this folder.
  process.env.SALDO_E2E_MAIL = join(data, 'mail')
  const mail = await startMailCatcher(process.env.SALDO_E2E_MAIL)
  const server = spawn(process.execPath, ['--import', 'tsx', 'server/src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      SALDO_DATA: join(data, 'state'),
      SALDO_PORT: String(PORT),
      SALDO_LOG_LEVEL: 'warn',
      SALDO_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
      SALDO_MAIL_FROM: 'Saldo <saldo@console.example>',
      npm_lifecycle_event: undefined,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await ready(server)
  return async () => {
    server.kill('SIGTERM')
    await Promise.race([new Promise((resolve) => server.once('exit', resolve)), wait(20_000)])
    if (server.exitCode === null) server.kill('SIGKILL')
    await mail.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** Resolves when the server says that it is ready; its sentences are shown only when it is not. */
function ready(server: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Saldo was not ready in time:\n${said}`)),
      PATIENCE_MS,
    )
    server.stdout?.on('data', (piece) => {
      said += piece
      if (!said.includes('Ready after')) return
      clearTimeout(timer)
      resolve()
    })
    server.once('exit', () => {
      clearTimeout(timer)
      reject(new Error(`Saldo ended:\n${said}`))
    })
  })
}
