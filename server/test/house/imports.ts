import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import {
  type Fault,
  faultAt,
  isTest,
  root,
  type SourceFile,
  syntaxOf,
  visit,
} from './repository.ts'

const OPEN_TO_ALL = new Set(['kernel', 'db'])

/** One import of a file: what it names, and the file of the repository it leads to, if it leads to one. */
export interface Import {
  readonly from: SourceFile
  readonly offset: number
  readonly name: string
  readonly target: string | undefined
}

export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  visit(syntaxOf(file), (node) => {
    const source = node.source
    if (!IMPORTING.has(node.type) || source?.type !== 'Literal') return
    const name: string = source.value
    const target = name.startsWith('.') ? normalize(join(dirname(file.path), name)) : undefined
    found.push({ from: file, offset: source.start, name, target })
  })
  return found
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

/** The module a file of the server belongs to; undefined for the files that put the modules together. */
export function moduleOf(path: string): string | undefined {
  return /^server\/src\/([^/]+)\//.exec(path)?.[1]
}

/** Imports of the server go down the order, and enter another module by its index.ts. */
export function directionFaults(files: readonly SourceFile[], order: readonly string[]): Fault[] {
  return files
    .filter((file) => file.path.startsWith('server/src/') && !isTest(file))
    .flatMap(importsOf)
    .flatMap((found) => directionFault(found, order))
}

function directionFault({ from, offset, target }: Import, order: readonly string[]): Fault[] {
  if (target === undefined) return []
  const fault = (sentence: string) => [faultAt(from, offset, sentence)]
  const here = moduleOf(from.path)
  const there = moduleOf(target)
  if (!target.startsWith('server/src/')) {
    return fault(`imports ${target}: the server imports its own files, and packages by their name.`)
  }
  if (here === undefined && there === undefined) return []
  if (there === undefined) return fault(`imports ${target}: no module knows the composition root.`)
  if (here === there) return []
  if (!order.includes(there)) return fault(`imports ${there}, which is not in server/order.json.`)
  if (here !== undefined && order.indexOf(here) > order.indexOf(there)) {
    return fault(
      `imports ${there}, which stands above ${here} in server/order.json. Imports go down; what must look up goes by a job.`,
    )
  }
  if (!OPEN_TO_ALL.has(there) && target !== `server/src/${there}/index.ts`) {
    return fault(`imports ${target}: another module is entered by its index.ts.`)
  }
  return []
}

/** No files import in a circle, whether they import values or types. */
export function circleFaults(files: readonly SourceFile[]): Fault[] {
  const known = new Map(files.map((file) => [file.path, file]))
  const imports = new Map<string, Import[]>()
  for (const file of files) imports.set(file.path, importsOf(file))
  const faults: Fault[] = []
  const done = new Set<string>()
  const walk = (path: string, trail: string[]) => {
    if (done.has(path)) return
    trail.push(path)
    for (const found of imports.get(path) ?? []) {
      const target = found.target
      if (target === undefined || !known.has(target)) continue
      if (trail.includes(target)) {
        const circle = [...trail.slice(trail.indexOf(target)), target].join(' → ')
        faults.push(
          faultAt(found.from, found.offset, `closes a circle: ${circle}. Move what both need.`),
        )
      } else walk(target, trail)
    }
    trail.pop()
    done.add(path)
  }
  for (const file of files) walk(file.path, [])
  return faults
}

/** Apps and packages: no app knows the server or another app, and packages/sts knows node:crypto alone. */
export function wallFaults(files: readonly SourceFile[]): Fault[] {
  const program = files.filter((file) => !isTest(file))
  return program.flatMap(importsOf).flatMap((found): Fault[] => {
    const fault = (sentence: string) => [faultAt(found.from, found.offset, sentence)]
    const home = /^(?:apps|packages)\/[^/]+\//.exec(found.from.path)?.[0]
    if (home === undefined) return []
    if (found.target !== undefined && !found.target.startsWith(home)) {
      return fault(`imports ${found.target}: what apps share is a package, imported by its name.`)
    }
    if (/^@saldo\/(server|console|pos|consumer|demo-meter)/.test(found.name)) {
      return fault(`imports ${found.name}: apps and packages import packages only.`)
    }
    const inSts = found.from.path.startsWith('packages/sts/src/')
    if (inSts && found.target === undefined && found.name !== 'node:crypto') {
      return fault(`imports ${found.name}: packages/sts imports node:crypto and nothing else.`)
    }
    return []
  })
}

/** Every module of the order has its README, and an index.ts unless it is open to all; every folder is in the order. */
export function moduleFaults(order: readonly string[], folders: readonly string[]): Fault[] {
  const missing = (module: string, file: string, why: string): Fault[] =>
    existsSync(join(root, 'server/src', module, file))
      ? []
      : [{ path: `server/src/${module}/${file}`, line: 1, sentence: why }]
  const present = order.filter((module) => folders.includes(module))
  return [
    ...folders
      .filter((folder) => !order.includes(folder))
      .map((folder) => ({
        path: `server/src/${folder}`,
        line: 1,
        sentence: 'is a module without a place: put it in server/order.json.',
      })),
    ...present.flatMap((module) => missing(module, 'README.md', README)),
    ...present
      .filter((module) => !OPEN_TO_ALL.has(module))
      .flatMap((module) =>
        missing(module, 'index.ts', 'is missing: the public face of the module.'),
      ),
  ]
}

const README = 'is missing: half a page on its words, its tables and what always holds.'
