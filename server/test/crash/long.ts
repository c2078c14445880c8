import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// The long form: 200 kills of the server, 50 of PostgreSQL. Ends after an hour with what was done by then.

const run = fileURLToPath(new URL('./run.ts', import.meta.url))
const form = ['--servers=200', '--databases=50', '--minutes=60']
const child = spawn(process.execPath, ['--import', 'tsx', run, ...form], { stdio: 'inherit' })
child.once('exit', (code) => process.exit(code ?? 1))
