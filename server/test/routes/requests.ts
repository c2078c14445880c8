import { afterWord, bodies, byName, type Kind, noThing } from './kinds.ts'

export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
}
interface Operation {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** A question to a route. `pick` is called once for each id in it, in order, and gives the id. */
export interface Question {
  /** `GET /api/console/people/{id}` */
  readonly route: string
  readonly method: string
  readonly ask: (pick: (kind: Kind) => string) => { readonly url: string; readonly body?: unknown }
  /** The kinds of its ids, in order. */
  readonly kinds: readonly Kind[]
  /** How many of them stand in the path, first. */
  readonly inPath: number
}

/** Every route with every id it takes, and the ids that nothing is known of. */
export function questionsOf(contract: Contract): { questions: Question[]; unknown: string[] } {
  const unknown: string[] = []
  const questions = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path}`
      return questionsTo(route, path, method.toUpperCase(), operation, (what) =>
        unknown.push(`${route}: ${what}`),
      )
    }),
  )
  return { questions, unknown }
}

function questionsTo(
  route: string,
  path: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  tell: (what: string) => void,
): Question[] {
  const words = path.split('/')
  const inPath = words.flatMap((word, n) => {
    const name = /^\{(.+)\}$/.exec(word)?.[1]
    if (name === undefined) return []
    const before = words[n - 1]!
    const kind = afterWord[`${words[n - 2]}/${before}`] ?? afterWord[before]
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {}
    return [{ name, schema, kind: noThing[name] === undefined ? kind : undefined }]
  })
  for (const { name, kind } of inPath) {
    if (!kind && noThing[name] === undefined) tell(`what is {${name}} an id of?`)
  }
  const query = parameters.filter((parameter) => parameter.in === 'query')
  for (const { name, schema } of query) known(name, schema, tell)
  const content = Object.values(requestBody?.content ?? {})[0]
  const whole = content && [(pick: Pick) => filled('', content.schema, pick, tell)]
  const fills: readonly (((pick: Pick) => unknown) | undefined)[] = bodies[route] ??
    whole ?? [undefined]
  // A query's optional ids one at a time: two that do not fit together would hide each other.
  const optional = query.filter((one) => !one.required && kindOf(one.name, one.schema))
  const extras = optional.length > 0 ? optional : [undefined]
  return extras.flatMap((extra) =>
    fills.map((fill) => {
      const ask: Question['ask'] = (pick) => {
        const value = (name: string, kind: Kind | undefined, schema: Schema) =>
          kind ? pick(kind) : String(filled(name, schema, pick, tell))
        const address = inPath.reduce(
          (text, { name, kind, schema }) => text.replace(`{${name}}`, value(name, kind, schema)),
          path,
        )
        const asked = query
          .filter((one) => one.required || one === extra)
          .map(({ name, schema }) => `${name}=${value(name, kindOf(name, schema), schema)}`)
        const url = asked.length > 0 ? `${address}?${asked.join('&')}` : address
        return fill ? { url, body: fill(pick) } : { url }
      }
      const kinds: Kind[] = []
      ask((kind) => {
        kinds.push(kind)
        return '0'
      })
      const ids = inPath.filter(({ kind }) => kind !== undefined).length
      return { route, method, ask, kinds, inPath: ids }
    }),
  )
}

type Pick = (kind: Kind) => string

/** A value that a schema accepts; ids are picked by the name of their field. */
function filled(name: string, schema: Schema, pick: Pick, tell: (what: string) => void): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return filled(name, schema.anyOf[0]!, pick, tell)
  const kind = kindOf(name, schema)
  if (kind) return pick(kind)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') {
    const fields = Object.entries(schema.properties ?? {}).filter(
      ([field, one]) => schema.required?.includes(field) || kindOf(field, one) !== undefined,
    )
    return Object.fromEntries(fields.map(([field, one]) => [field, filled(field, one, pick, tell)]))
  }
  if (type === 'array') return schema.items ? [filled(name, schema.items, pick, tell)] : []
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return 1
  known(name, schema, tell)
  return WORDS[name] ?? 'A'.repeat(Math.max(schema.minLength ?? 1, 1))
}

/** Texts of a form that their name tells. */
const WORDS: Readonly<Record<string, string>> = {
  image: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>').toString(
    'base64',
  ),
  amount: '10',
  code: 'a',
  day: '2026-12-25',
  pin: '4711',
  email: 'nobody@routes.example',
  kind: 'role.change',
  number: '1',
  brandColour: '#336699',
  accentColour: '#336699',
}

function kindOf(name: string, schema: Schema): Kind | undefined {
  return looksLikeId(name, schema) ? byName[name] : undefined
}

function known(name: string, schema: Schema, tell: (what: string) => void): void {
  if (!looksLikeId(name, schema) || byName[name] || noThing[name] !== undefined) return
  tell(`what is "${name}" an id of?`)
}

function looksLikeId(name: string, schema: Schema): boolean {
  if (byName[name] === 'meter_number') return true
  const pattern = schema.pattern ?? schema.items?.pattern ?? ''
  return /\[0-9a-f-?\]\{(8|36)\}/.test(pattern) || /(^i|I)ds?$/.test(name)
}
