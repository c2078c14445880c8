import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A file of the repository, by its path from the root with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** What is wrong, where, and what to do about it. */
export interface Fault {
  readonly path: string
  readonly line: number
  readonly sentence: string
}

export const print = ({ path, line, sentence }: Fault) => `${path}:${line} ${sentence}`

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage', 'test-results'])

/** All files below a folder of the repository whose name ends with one of these. */
export function filesBelow(folder: string, ...endings: string[]): SourceFile[] {
  const found: SourceFile[] = []
  const walk = (directory: string) => {
    for (const entry of entries(directory)) {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) {
        if (!NOT_OURS.has(entry.name)) walk(path)
      } else if (endings.some((ending) => entry.name.endsWith(ending))) {
        found.push(read(path))
      }
    }
  }
  walk(join(root, folder))
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}

function read(path: string): SourceFile {
  return { path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }
}

/** Whether a file is there only for tests: it may look where the program may not. */
export function isTest({ path }: SourceFile): boolean {
  return /\.(test|contract)\.tsx?$|\/(test|bench|e2e)\//.test(path)
}

export function isGenerated({ path }: SourceFile): boolean {
  return /schema\.generated\.ts$|schema\.d\.ts$|\/vectors\//.test(path)
}

/** A node of the syntax tree (ESTree with TypeScript). Only the fields that a check asks for are known. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  // biome-ignore lint/suspicious/noExplicitAny: a syntax tree has some 200 kinds of node; checks test `type` first.
  readonly [field: string]: any
}

const parsed = new Map<string, Node>()

/** The syntax tree of a TypeScript file; parsed once for each text. */
export function syntaxOf({ path, text }: SourceFile): Node {
  const key = `${path}\n${text}`
  const known = parsed.get(key)
  if (known) return known
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  parsed.set(key, program as unknown as Node)
  return program as unknown as Node
}

/** Every node of a tree with those it stands in, outermost first. */
export function visit(
  tree: Node,
  each: (node: Node, parents: readonly Node[]) => void,
  parents: Node[] = [],
): void {
  each(tree, parents)
  parents.push(tree)
  for (const value of Object.values(tree)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, each, parents)
    } else if (isNode(value)) visit(value, each, parents)
  }
  parents.pop()
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

export function lineOf(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
  }
  return line
}

export function faultAt(file: SourceFile, offset: number, sentence: string): Fault {
  return { path: file.path, line: lineOf(file.text, offset), sentence }
}
