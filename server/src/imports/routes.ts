import { Readable } from 'node:stream'
import Type from 'typebox'
import { can, guardConsole } from '../access/index.ts'
import { record } from '../audit/index.ts'
import { reading, transaction } from '../db/index.ts'
import { type Http, idempotencyKey, KeyHeader } from '../http/index.ts'
import type { Id } from '../kernel/ids.ts'
import { IdText } from '../kernel/schemas.ts'
import { cleanText } from '../kernel/text.ts'
import { cancelImport } from './cancel.ts'
import { startCheck } from './check.ts'
import { failedRows } from './failed-rows.ts'
import { fixRow, startFix } from './fix.ts'
import { listImports, readImport } from './import.ts'
import { kinds } from './kinds/index.ts'
import { keptThings, listRows, problemGroups } from './row-list.ts'
import { startUndo } from './undo.ts'
import { uploadRoutes } from './upload-routes.ts'
import {
  ImportDetail,
  ImportKey,
  ImportView,
  importDetail,
  importView,
  MatchingView,
  RowView,
  rowView,
} from './views.ts'
import { startImport } from './write.ts'

const ColumnName = Type.String({ pattern: '^[a-zA-Z]{1,40}$' })
const ProblemName = Type.String({ pattern: '^[a-z_]{1,40}$' })
const RowNumber = Type.String({ pattern: '^(0|[1-9][0-9]{0,8})$' })
const Limit = Type.Optional(Type.Enum(['25', '50', '100']))
const Value = Type.String({ maxLength: 4_000 })
const Started = Type.Object({ jobId: IdText<'job'>() })

/** Files that are brought in, in the console. */
export async function importRoutes(app: Http): Promise<void> {
  app.addHook('preValidation', guardConsole)
  await app.register(uploadRoutes)
  readingRoutes(app)
  actingRoutes(app)
}

function readingRoutes(app: Http): void {
  app.get(
    '/imports/kinds',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'What the caller may bring in, and the columns of each',
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                name: Type.String(),
                keyColumn: Type.String(),
                columns: Type.Array(
                  Type.Object({
                    name: Type.String(),
                    required: Type.Boolean(),
                    choices: Type.Array(Type.String()),
                  }),
                ),
              }),
            ),
          }),
        },
      },
    },
    async ({ actor }) => ({
      data: kinds
        .filter(({ permission }) => can(actor, permission))
        .map(({ name, keyColumn, columns }) => ({
          name,
          keyColumn,
          columns: columns.map(({ name, required, choices }) => ({
            name,
            required,
            choices: [...(choices ?? [])],
          })),
        })),
    }),
  )

  app.get(
    '/imports',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Imports within reach, the newest first',
        querystring: Type.Object(
          { after: Type.Optional(IdText<'import'>()), limit: Limit },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(ImportView),
            next: Type.Union([IdText<'import'>(), Type.Null()]),
          }),
        },
      },
    },
    async ({ actor, query }) => {
      const limit = Number.parseInt(query.limit ?? '25', 10)
      const { imports, next } = await reading(actor, (db) =>
        listImports(db, actor, { after: query.after, limit }),
      )
      return { data: imports.map(importView), next }
    },
  )

  app.get(
    '/imports/:id',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'An import: its file, the choice of columns, counts and the job at work',
        params: ImportKey,
        response: { 200: ImportDetail },
      },
    },
    ({ actor, params }) =>
      reading(actor, async (db) => importDetail(db, actor, await readImport(db, actor, params.id))),
  )

  app.get(
    '/imports/:id/problems',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'What is wrong with the rows of an import, grouped by column and problem',
        params: ImportKey,
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({ column: Type.String(), code: Type.String(), rows: Type.Integer() }),
            ),
          }),
        },
      },
    },
    ({ actor, params }) =>
      reading(actor, async (db) => {
        const { id } = await readImport(db, actor, params.id)
        return { data: await problemGroups(db, actor, id) }
      }),
  )

  app.get(
    '/imports/:id/rows',
    {
      config: { permission: 'import.make' },
      schema: {
        summary:
          'Rows of an import in the order of the file: bad, good or all, or with one problem',
        params: ImportKey,
        querystring: Type.Object(
          {
            show: Type.Optional(Type.Enum(['bad', 'good', 'all'])),
            column: Type.Optional(ColumnName),
            code: Type.Optional(ProblemName),
            after: Type.Optional(RowNumber),
            limit: Limit,
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(RowView),
            next: Type.Union([Type.String(), Type.Null()]),
          }),
        },
      },
    },
    ({ actor, params, query }) =>
      reading(actor, async (db) => {
        const { id } = await readImport(db, actor, params.id)
        const limit = Number.parseInt(query.limit ?? '25', 10)
        const show = query.show ?? 'bad'
        const rows = await listRows(db, actor, id, {
          good: show === 'all' ? undefined : show === 'good',
          column: query.code === undefined ? undefined : query.column,
          code: query.column === undefined ? undefined : query.code,
          after: Number.parseInt(query.after ?? '0', 10),
          limit: limit + 1,
        })
        const page = rows.slice(0, limit)
        const next = rows.length > limit ? `${page.at(-1)?.number}` : null
        return { data: page.map(rowView), next }
      }),
  )

  app.get(
    '/imports/:id/kept',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'What could not be taken back because it has been used since',
        params: ImportKey,
        querystring: Type.Object(
          { after: Type.Optional(RowNumber), limit: Limit },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            data: Type.Array(
              Type.Object({
                number: Type.Integer(),
                id: Type.String(),
                key: Type.Union([Type.String(), Type.Null()]),
                why: Type.String(),
              }),
            ),
          }),
        },
      },
    },
    ({ actor, params, query }) =>
      reading(actor, async (db) => {
        const { id } = await readImport(db, actor, params.id)
        const limit = Number.parseInt(query.limit ?? '25', 10)
        const after = Number.parseInt(query.after ?? '0', 10)
        return { data: await keptThings(db, actor, id, { after, limit }) }
      }),
  )

  app.get(
    '/imports/:id/failed-rows',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'The rows that were not brought in, as CSV with what is wrong',
        params: ImportKey,
      },
    },
    async ({ actor, params }, reply) => {
      const file = await transaction(actor, async (tx) => {
        const found = await readImport(tx, actor, params.id)
        const object = { kind: 'import', id: found.id }
        await record(tx, { actor, action: 'import.download', object })
        return found
      })
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${downloadName(file.fileName)}"`)
        .send(Readable.from(failedRows(actor, file)))
    },
  )
}

function actingRoutes(app: Http): void {
  app.put(
    '/imports/:id/matching',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Say which column of the file is which, and have all rows checked',
        params: ImportKey,
        headers: KeyHeader,
        body: Type.Object({ matching: MatchingView }, { additionalProperties: false }),
        response: { 202: Started },
      },
    },
    ({ actor, params, body, headers }, reply) =>
      started(reply, (key) =>
        transaction(actor, (tx) => startCheck(tx, actor, params.id, body.matching, key)),
      )(headers),
  )

  app.patch(
    '/imports/:id/rows/:number',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Put other values into cells of a row; it is checked again',
        params: Type.Object({ id: IdText<'import'>(), number: RowNumber }),
        body: Type.Object(
          { cells: Type.Record(ColumnName, Value, { maxProperties: 200 }) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const number = Number.parseInt(params.number, 10)
      await transaction(actor, (tx) => fixRow(tx, actor, params.id, number, body.cells))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/imports/:id/fix',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Put one value into all cells of a column that have the same problem',
        params: ImportKey,
        headers: KeyHeader,
        body: Type.Object(
          { column: ColumnName, code: ProblemName, found: Type.Optional(Value), value: Value },
          { additionalProperties: false },
        ),
        response: { 202: Started },
      },
    },
    ({ actor, params, body, headers }, reply) =>
      started(reply, (key) =>
        transaction(actor, (tx) => startFix(tx, actor, params.id, body, key)),
      )(headers),
  )

  app.post(
    '/imports/:id/import',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Import the good rows; the others stay as they are',
        params: ImportKey,
        headers: KeyHeader,
        response: { 202: Started },
      },
    },
    ({ actor, params, headers }, reply) =>
      started(reply, (key) => transaction(actor, (tx) => startImport(tx, actor, params.id, key)))(
        headers,
      ),
  )

  app.post(
    '/imports/:id/undo',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Take back what an import made, as far as it has not been used since',
        params: ImportKey,
        headers: KeyHeader,
        body: Type.Object(
          { reason: Type.String({ minLength: 1, maxLength: 1_000 }) },
          { additionalProperties: false },
        ),
        response: { 202: Started },
      },
    },
    ({ actor, params, body, headers }, reply) => {
      const reason = cleanText(body.reason, { pointer: '/reason', max: 200 })
      return started(reply, (key) =>
        transaction(actor, (tx) => startUndo(tx, actor, params.id, { key, reason })),
      )(headers)
    },
  )

  app.post(
    '/imports/:id/cancel',
    {
      config: { permission: 'import.make' },
      schema: {
        summary: 'Give up an import before anything is written',
        params: ImportKey,
        response: { 204: Type.Null() },
      },
    },
    async ({ actor, params }, reply) => {
      await transaction(actor, (tx) => cancelImport(tx, actor, params.id))
      return reply.status(204).send(null)
    },
  )
}

/** Answers with the job that was started, once for each key. */
function started(
  reply: { status(code: 202): unknown },
  start: (key: string) => Promise<Id<'job'>>,
) {
  return async (headers: { readonly 'idempotency-key'?: string }) => {
    const jobId = await start(idempotencyKey(headers['idempotency-key']))
    reply.status(202)
    return { jobId }
  }
}

/** A name of plain letters: headers take no others. */
function downloadName(fileName: string): string {
  const plain = fileName
    .replace(/\.[A-Za-z]{1,5}$/, '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 80)
  return `${plain || 'import'}-failed-rows.csv`
}
