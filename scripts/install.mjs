// Node alone: nothing here may need an installed package.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Installs the packages of the lockfile unless they are there. Ends the program when that fails. */
export function install() {
  refuseOldNode()
  if (isInstalled()) return
  console.log('Installing packages (once, needs the network).')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...cacheFolder() },
  })
  if (status !== 0) {
    console.error('Installing failed. Is there a network, and may this user write to node_modules?')
    process.exit(1)
  }
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Saldo needs Node 20.19 or later; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Compares the lockfile with npm's own note of what it installed. Optional packages of other platforms may lack. */
function isInstalled() {
  const noted = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(noted)) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(noted)
  return Object.entries(wanted).every(([path, wish]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    const found = present[path]
    if (!found) return wish.optional === true || wish.devOptional === true
    return found.version === wish.version && found.integrity === wish.integrity
  })
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/** npm wants a folder to cache in; where there is no home to write to it gets a temporary one. */
function cacheFolder() {
  if (process.env.npm_config_cache && isWritable(process.env.npm_config_cache)) return {}
  const home = process.env.HOME ? homedir() : ''
  if (home && isWritable(home) && !process.env.npm_config_cache) return {}
  const cache = join(tmpdir(), `saldo-npm-cache-${process.getuid?.() ?? 'user'}`)
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  return { npm_config_cache: cache }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
