import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One SQL file to apply. */
export interface SqlFile {
  /** `20261124T0902__tenants__create.sql`, or for functions the module with the file. */
  name: string
  text: string
  sha256: string
  /** Runs as the privileged user instead of the owner: makes roles, revokes what only a superuser can. */
  superuser: boolean
  /** Runs statement by statement outside a transaction, as `create index concurrently` wants. */
  alone: boolean
}

const server = fileURLToPath(new URL('../../', import.meta.url))

/** The migrations in the order of their names. */
export function migrationFiles(folder = join(server, 'migrations')): SqlFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => sqlFile(name, join(folder, name)))
}

/**
 * The functions of each module, lowest module first, so that each finds what it calls: `functions.sql`, or
 * the files of `functions/` where a module has many.
 */
export function functionFiles(source = join(server, 'src')): SqlFile[] {
  const order = JSON.parse(readFileSync(join(server, 'order.json'), 'utf8')) as string[]
  return order.reverse().flatMap((module) => {
    const one = join(source, module, 'functions.sql')
    const many = join(source, module, 'functions')
    if (existsSync(one)) return [sqlFile(module, one)]
    if (!existsSync(many)) return []
    const names = readdirSync(many).filter((name) => name.endsWith('.sql'))
    return names.sort().map((name) => sqlFile(`${module}/${name}`, join(many, name)))
  })
}

/** The statements of a text, split where a semicolon ends one. */
export function statements(text: string): string[] {
  const piece = /'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|;/g
  const ends = [...text.matchAll(piece)].filter(([found]) => found === ';').map((end) => end.index)
  return [...ends, text.length]
    .map((end, index) => text.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end).trim())
    .filter((statement) => statement.replace(/--[^\n]*/g, '').trim() !== '')
}

function sqlFile(name: string, path: string): SqlFile {
  const text = readFileSync(path, 'utf8')
  const head = text.split('\n', 5)
  return {
    name,
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
    superuser: name.includes('__roles__') || head.includes('-- saldo: superuser'),
    alone: head.includes('-- saldo: no transaction'),
  }
}
