import { moduleOf } from './imports.ts'
import { type Fault, faultAt, type SourceFile } from './repository.ts'
import { type SqlText, withoutComments } from './sql-texts.ts'

// The sale path writes several modules' tables in one statement each: these functions and no others.
const MAY_WRITE_ANYWHERE = /^hub\.(commit_|hold_|settle_)/

// Schemas that are nobody's module: PostgreSQL's own, and the job queue's.
const OUTSIDE = new Set(['pg_catalog', 'information_schema', 'excluded', 'new', 'old'])
const QUEUE = 'graphile_worker'

// What must be unique across tenants: a row for each sign-in name and device, whoever keeps them.
const SHARED = new Set(['kernel.directory'])

const WRITES =
  /\b(?:insert\s+into|update(?:\s+only)?|delete\s+from|truncate(?:\s+table)?|merge\s+into|(?:alter|create|drop)\s+table(?:\s+if(?:\s+not)?\s+exists)?)\s+"?([a-z_]+)"?\."?([a-z_]+)"?/gi
const READS =
  /\b(?:from|join|using)\s+(?:only\s+|lateral\s+)?"?([a-z_]+)"?\."?([a-z_]+)"?(\s*\()?/gi

export const schemaOf = (module: string) => module.replaceAll('-', '_')

/** A module writes its own tables and reads those of modules below it; reports read all and write none. */
export function ownershipFaults(texts: readonly SqlText[], order: readonly string[]): Fault[] {
  return texts.flatMap((sql) => {
    const here = moduleOf(sql.file.path)
    if (here === undefined) return []
    const faults: Fault[] = []
    const fault = (sentence: string) => faults.push(faultAt(sql.file, sql.offset, sentence))
    for (const table of tablesOf(sql.text, WRITES)) {
      if (SHARED.has(table.name)) continue
      if (!mayWrite(here, table.schema, sql.within)) {
        fault(
          `writes ${table.name}: only ${table.schema} writes its tables. Call a function of its index.ts.`,
        )
      }
    }
    for (const table of tablesOf(sql.text, READS)) {
      if (!mayRead(here, table.schema, order)) {
        fault(`reads ${table.name}, which stands above ${here} in server/order.json.`)
      }
    }
    return faults
  })
}

function mayWrite(here: string, schema: string, within: string | undefined): boolean {
  if (OUTSIDE.has(schema) || schema === schemaOf(here)) return here !== 'reports'
  if (here === 'db') return schema === 'kernel' || schema === QUEUE
  return within !== undefined && MAY_WRITE_ANYWHERE.test(within)
}

function mayRead(here: string, schema: string, order: readonly string[]): boolean {
  if (OUTSIDE.has(schema) || here === 'reports') return true
  if (schema === QUEUE) return here === 'jobs' || here === 'db' || here === 'http'
  const there = order.findIndex((module) => schemaOf(module) === schema)
  // A name with a dot that is no schema of ours: an alias and its column, as in `extract(epoch from s.at)`.
  return there === -1 || there >= order.indexOf(here)
}

interface Table {
  readonly schema: string
  readonly name: string
  readonly at: number
}

function tablesOf(text: string, pattern: RegExp): Table[] {
  return [...text.matchAll(pattern)]
    .filter((match) => match[3] === undefined)
    .map(({ 0: all, 1: schema = '', 2: table = '', index }) => ({
      schema,
      name: `${schema}.${table}`,
      // `delete from x` is found as a write and as a read; its end is the same.
      at: index + all.length,
    }))
}

/** Every statement says of each tenant's table whose rows it means, although row-level security also holds. */
export function tenantFaults(
  texts: readonly SqlText[],
  tenantTables: ReadonlySet<string>,
): Fault[] {
  return texts.flatMap((sql) => {
    if (!sql.whole) return []
    const tables = [...tablesOf(sql.text, WRITES), ...tablesOf(sql.text, READS)].filter(
      ({ name }, index, all) =>
        tenantTables.has(name) && all.findIndex((table) => table.at === all[index]?.at) === index,
    )
    const said = [...sql.text.matchAll(/\btenant_id\b/g)].length
    const table = tables[said]
    if (!table) return []
    const sentence =
      said === 0
        ? `names ${table.name} without tenant_id: say "tenant_id = $1".`
        : `names ${tables.length} tables of a tenant and says tenant_id ${said} times: say it of each.`
    return [faultAt(sql.file, sql.offset, sentence)]
  })
}

/**
 * `insert … select` into a tenant's table goes with `on conflict do nothing`, and its caller compares
 * the counts: a bare one skipped the policy's check on a distributed node (DESIGN.md section 9).
 */
export function insertSelectFaults(
  texts: readonly SqlText[],
  tenantTables: ReadonlySet<string>,
): Fault[] {
  return texts.flatMap((sql) =>
    [...sql.text.matchAll(/\binsert\s+into\s+"?([a-z_]+)"?\."?([a-z_]+)"?/gi)].flatMap((match) => {
      const table = `${match[1]}.${match[2]}`
      const rest = sql.text.slice(match.index)
      if (!tenantTables.has(table) || !/^[^;]*?\)\s*(?:select|with)\b/is.test(rest)) return []
      if (/\bon\s+conflict\b/i.test(rest)) return []
      return [
        faultAt(
          sql.file,
          sql.offset,
          `inserts what it selects into ${table} without "on conflict do nothing" and compared counts.`,
        ),
      ]
    }),
  )
}

// hub.unfit compares the caller's clock with the database's: that is what it is for.
const MAY_ASK_THE_TIME = new Set(['hub.unfit'])

/** Ids and clocks come as arguments. */
export function volatileFaults(texts: readonly SqlText[]): Fault[] {
  const volatile =
    /\b(?:(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|gen_random_uuid|random)\s*\(|current_(?:timestamp|date|time)\b)/i
  return texts.flatMap((sql) => {
    const found = volatile.exec(sql.text)?.[0]
    if (!found || MAY_ASK_THE_TIME.has(sql.within ?? '')) return []
    return [
      faultAt(
        sql.file,
        sql.offset,
        `asks the database for "${found.replace(/\s*\($/, '()')}": pass what kernel/clock.ts or newId says.`,
      ),
    ]
  })
}

const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\b/gi, 'makes a trigger'],
  [/\bgenerated\s+(?:always|by\s+default)\s+as\s+identity\b/gi, 'makes an identity column'],
  [/\b(?:small|big)?serial\b/gi, 'makes a serial column'],
  [/\bcreate\s+sequence\b|\bnextval\s*\(/gi, 'uses a sequence'],
  [/\bon\s+delete\s+set\s+null\b/gi, 'says "on delete set null"'],
  [/\bon\s+update\s+cascade\b/gi, 'says "on update cascade"'],
  [
    /\bdefault\s+(?:now|clock_timestamp|current_timestamp|current_date|gen_random_uuid|random)\b/gi,
    'has a default that decides something',
  ],
]

/** What a migration may not make, so that tenants can be distributed over nodes (DESIGN.md section 9). */
export function migrationFaults(files: readonly SourceFile[]): Fault[] {
  return files.flatMap((file) => {
    const text = withoutComments(file.text)
    return BANNED.flatMap(([pattern, what]) =>
      [...text.matchAll(pattern)].map((match) =>
        faultAt(
          file,
          match.index,
          `${what}: DESIGN.md section 9 says why tenants could not be distributed.`,
        ),
      ),
    )
  })
}

/** The tables with a tenant_id, from the generated types. */
export function tenantTablesOf(generated: string): ReadonlySet<string> {
  const tables = generated.matchAll(/^ {2}'([a-z_]+\.[a-z_]+)': \{\n([\s\S]*?)^ {2}\}/gm)
  return new Set(
    [...tables]
      .filter(([, , columns]) => /^ {4}tenant_id:/m.test(columns ?? ''))
      // Of the global ones, the directory leads to a tenant and the installation names the demo's.
      .filter(([, name]) => !name?.startsWith('kernel.'))
      .map(([, name]) => name ?? ''),
  )
}
