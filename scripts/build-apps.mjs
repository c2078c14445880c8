// Node alone until the packages are installed; then vite does the work.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './install.mjs'

/** Builds each web app whose sources changed since it was last built. Throws when one does not build. */
export async function buildApps() {
  const shared = hashOf([join(root, 'packages'), join(root, 'package-lock.json')])
  await Promise.all(webApps().map((app) => buildIfChanged(app, shared)))
}

/** The folders of the web apps. */
export function webApps() {
  return readdirSync(join(root, 'apps'))
    .map((name) => join(root, 'apps', name))
    .filter((folder) => existsSync(join(folder, 'vite.config.ts')))
}

async function buildIfChanged(app, shared) {
  const stamp = join(app, 'dist', '.built-from')
  const hash = createHash('sha256')
    .update(shared)
    .update(hashOf([app]))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  console.log(`Building ${relative(root, app)}.`)
  // Gone first and written last: a build that was cut off is built again.
  rmSync(stamp, { force: true })
  await vite(app, ['build', '--logLevel', 'warn'])
  writeFileSync(stamp, hash)
}

/** Runs vite in an app's folder and waits for its end. */
export function vite(app, args) {
  return new Promise((resolve, reject) => {
    const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const child = spawn(process.execPath, [program, ...args], {
      cwd: app,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${relative(root, app)} does not build.`)),
    )
  })
}

const generated = new Set(['node_modules', 'dist', 'test', 'test-results', '.cache'])

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesUnder)) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const entries = readEntries(path)
  if (!entries) return [path]
  return entries
    .filter((entry) => !generated.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = join(path, entry.name)
      return entry.isDirectory() ? filesUnder(inner) : entry.isFile() ? [inner] : []
    })
}

function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
