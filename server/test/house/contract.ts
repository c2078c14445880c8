import { namesMoney } from './money.ts'
import type { Fault } from './repository.ts'

// Names that are amounts in answers without saying so.
const ALSO = new Set([
  'value',
  'now',
  'before',
  'minimum',
  'maximum',
  'remaining',
  'change',
  'total',
])

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [keyword: string]: unknown
}

/** Amounts and units in the contract are strings: a number would be rounded by whoever reads it. */
export function contractFaults(path: string, contract: unknown): Fault[] {
  const faults: Fault[] = []
  const walk = (value: unknown, trail: readonly string[]) => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        walk(item, [...trail, String(index)])
      })
    } else if (typeof value === 'object' && value !== null) {
      check(value as Schema, trail, faults, path)
      for (const [name, below] of Object.entries(value)) {
        // What an example or a default says is checked where its schema is.
        if (name !== 'example' && name !== 'examples') walk(below, [...trail, name])
      }
    }
  }
  walk(contract, [])
  return faults
}

function check(value: Schema, trail: readonly string[], faults: Fault[], path: string): void {
  const report = (name: string) =>
    faults.push({
      path,
      line: 1,
      sentence: `#/${[...trail, name].join('/')} is a number. Amounts and units are decimal strings, such as "115.00".`,
    })
  for (const [name, schema] of Object.entries(value.properties ?? {})) {
    // How many rows a list has is counted: `count: { value, exact }`.
    const counts = trail.at(-1) === 'count' && name === 'value'
    if (!counts && isAmount(name) && allowsNumber(schema)) report(`properties/${name}`)
  }
  // A parameter of a path or query.
  const { name, in: place, schema } = value as { name?: unknown; in?: unknown; schema?: Schema }
  if (typeof name === 'string' && typeof place === 'string' && isAmount(name)) {
    if (allowsNumber(schema)) report(name)
  }
}

function isAmount(name: string): boolean {
  return namesMoney(name) || ALSO.has(name)
}

function allowsNumber(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const { type, items, anyOf, oneOf, allOf } = schema as Record<string, unknown>
  const types = Array.isArray(type) ? type : [type]
  if (types.includes('number') || types.includes('integer')) return true
  const below = [items, ...[anyOf, oneOf, allOf].flatMap((list) => (list as unknown[]) ?? [])]
  return below.some(allowsNumber)
}
