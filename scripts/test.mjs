// `npm test` runs every part; `npm run check` and the others run one. Node alone until the install is done.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApps } from './build-apps.mjs'
import { install, root } from './install.mjs'

install()

const running = new Set()

const parts = { check, unit, flows, crash, e2e }
/** What `npm test` has a short form of. */
const long = { screens }

const [wanted, ...more] = process.argv.slice(2)
const all = { ...parts, ...long }
if (wanted !== undefined && !(wanted in all)) {
  console.error(`There is no part "${wanted}". Parts: ${Object.keys(all).join(', ')}.`)
  process.exit(2)
}
/** Temporary files of this run alone: the browser unpacks under fixed names, and another user's are refused. */
removeAbandoned()
const scratch = mkdtempSync(join(tmpdir(), `saldo-run-${process.pid}-`))
// Root's PostgreSQL runs as another user, who must be able to pass through.
chmodSync(scratch, 0o711)

for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => end(1))

let passed = 0
let failed = 0
for (const name of wanted === undefined ? Object.keys(parts) : [wanted]) {
  const began = performance.now()
  const counts = await all[name](more)
  passed += counts.passed
  failed += counts.failed
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`\n${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s\n`)
}
console.log(`${passed} passed, ${failed} failed`)
end(failed === 0 && passed > 0 ? 0 : 1)

/** Types, lint and the rules of the house: each of the first two counts as one test. */
async function check() {
  const types = await one('types', ['node_modules/typescript/bin/tsc', '-b'])
  const lint = await one('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.'])
  return sum([types, lint, await vitest('house')])
}

function unit(args) {
  return vitest('unit', args)
}

function flows(args) {
  return vitest('flows', args)
}

/** Kills servers and databases under load and checks the books. `-- --servers=200 --databases=50` is the long form. */
async function crash(args) {
  const form = args.length > 0 ? args : ['--servers=5', '--databases=3']
  const { code, output } = await run(['--import', 'tsx', 'server/test/crash/run.ts', ...form], {
    keep: true,
  })
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  if (!last) return { passed: 0, failed: 1 }
  const counts = { passed: Number(last[1]), failed: Number(last[2]) }
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

/** Journeys in a browser against the built apps. */
async function e2e(args) {
  await buildApps()
  const report = join(scratch, 'e2e.json')
  const { code } = await run(
    [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=e2e',
      '--reporter=list,json',
      ...args,
    ],
    { env: { CHROMIUM: await browser(), PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  )
  const stats = readReport(report)?.stats
  if (!stats) return { passed: 0, failed: 1 }
  // A test that passed only when repeated has not passed.
  const failures = stats.unexpected + stats.flaky + stats.skipped
  return { passed: stats.expected, failed: code === 0 ? failures : Math.max(1, failures) }
}

/** Every screen of the console in every theme, both directions, at 200 %, 320 px wide and by keyboard. */
function screens(args) {
  process.env.SALDO_ALL_FORMS = '1'
  return e2e(['console-screens', ...args])
}

async function vitest(project, args = []) {
  const report = join(scratch, `${project}.json`)
  const { code } = await run(
    [
      ...['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    ],
    {},
  )
  const result = readReport(report)
  if (!result) return { passed: 0, failed: 1 }
  // A skipped test proves nothing; a file that did not load has no tests to count.
  const untested = result.numPendingTests + result.numTodoTests
  const failures = result.numFailedTests + untested
  return { passed: result.numPassedTests, failed: code === 0 ? failures : Math.max(1, failures) }
}

async function one(name, args) {
  const { code } = await run(args, {})
  console.log(code === 0 ? `${name}: good` : `${name}: not good`)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** The browser that npm brought, unpacked once before anyone needs it. CHROMIUM names another. */
async function browser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const program =
    "import('@sparticuz/chromium').then((m) => m.default.executablePath()).then((path) => console.log(path))"
  const { output } = await run(['-e', program], { keep: true, quiet: true })
  const path = output.trim().split('\n').at(-1) ?? ''
  if (existsSync(path)) return path
  throw new Error(
    'The browser for the tests did not unpack. CHROMIUM=/path/to/chromium names another.',
  )
}

/** Runs Node with these arguments; what it starts belongs to its group and ends with it. */
function run(args, { env = {}, keep = false, quiet = false }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', keep ? 'pipe' : 'inherit', 'inherit'],
      env: { ...process.env, TMPDIR: scratch, ...env },
    })
    running.add(child)
    let output = ''
    child.stdout?.on('data', (piece) => {
      output += piece
      if (!quiet) process.stdout.write(piece)
    })
    child.once('error', () => resolve({ code: 1, output }))
    child.once('close', (code) => {
      endGroup(child)
      resolve({ code, output })
    })
  })
}

function endGroup(child) {
  running.delete(child)
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    // Nobody of the group is left.
  }
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Files of runs that were killed; the number in the name is the process they belonged to. */
function removeAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^saldo-run-(\d+)-/.exec(name) ?? []
    if (pid === undefined || isAlive(Number(pid))) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Another user's.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function sum(all) {
  return all.reduce(
    (total, { passed, failed }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
    }),
    { passed: 0, failed: 0 },
  )
}

/** Ends what was started and removes this run's files. */
function end(code) {
  for (const child of running) endGroup(child)
  rmSync(scratch, { recursive: true, force: true })
  process.exit(code)
}
