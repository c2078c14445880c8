import type { RouteOptions } from 'fastify'
import { permissions } from '../../src/access/permissions.ts'
import { register } from '../../src/app.ts'
import { createHttp } from '../../src/http/index.ts'
import { createLog } from '../../src/kernel/log.ts'
import { WITHOUT_PERMISSION } from './routes.ts'

/** A route as the server knows it when it runs, however its source was written. */
export interface RegisteredRoute {
  /** `POST /api/console/people` */
  readonly name: string
  readonly permission: unknown
  readonly summary: unknown
  readonly body: unknown
  readonly querystring: unknown
  readonly headers: unknown
}

/** All routes of the server but those of the demo, without a database. */
export async function registeredRoutes(): Promise<RegisteredRoute[]> {
  const app = await createHttp({ log: createLog('silent'), version: 'check' })
  const routes: RegisteredRoute[] = []
  app.addHook('onRoute', (route) => {
    routes.push(...routesOf(route))
  })
  await register(app, { publicUrl: undefined } as Parameters<typeof register>[1])
  await app.ready()
  await app.close()
  return routes
}

function routesOf({ method, url, config, schema }: RouteOptions): RegisteredRoute[] {
  return [method]
    .flat()
    .filter((verb) => verb !== 'HEAD' && verb !== 'OPTIONS')
    .map((verb) => ({
      name: `${verb} ${url}`,
      permission: config?.permission,
      summary: schema?.summary,
      body: schema?.body,
      querystring: schema?.querystring,
      headers: schema?.headers,
    }))
}

/** By route, why it is none of the faults. */
export interface RouteExceptions {
  /** POST routes that need no key. */
  readonly repeatable: Readonly<Record<string, string>>
  /** Routes that take fields they do not know. */
  readonly open: Readonly<Record<string, string>>
}

/**
 * What is wrong with routes: no right that exists, no summary, fields that are taken unasked, or a console's POST that
 * does its deed twice when a browser sends it twice.
 */
export function registeredFaults(
  routes: readonly RegisteredRoute[],
  { repeatable, open }: RouteExceptions,
): string[] {
  const names = new Set(routes.map(({ name }) => name))
  const gone = Object.keys({ ...repeatable, ...open }).filter((name) => !names.has(name))
  return [
    ...routes.flatMap((route) => faultsOf(route, { repeatable, open })),
    ...gone.map((name) => `${name} is no route: take it off the list.`),
  ]
}

function faultsOf(route: RegisteredRoute, { repeatable, open }: RouteExceptions): string[] {
  const { name, permission, summary, body, querystring } = route
  const faults: string[] = []
  if (typeof permission !== 'string') faults.push('names no permission: config: { permission: … }.')
  else if (!Object.hasOwn(permissions, permission) && !WITHOUT_PERMISSION.has(permission)) {
    faults.push(`names "${permission}", which is not in access/permissions.ts.`)
  }
  if (typeof summary !== 'string' || summary === '') faults.push('has no summary.')
  for (const [part, schema] of Object.entries({ body, querystring })) {
    for (const place of open[name] ? [] : openObjects(schema, part)) {
      faults.push(
        `takes fields that it does not know in its ${place}: additionalProperties: false.`,
      )
    }
  }
  const keyed = JSON.stringify(route.headers ?? {}).includes('"idempotency-key"')
  const deed = name.startsWith('POST /api/console/')
  if (deed && !keyed && !repeatable[name]) {
    faults.push(
      'takes no Idempotency-Key: headers: KeyHeader and idempotencyKey(), or a line in house/route-exceptions.ts.',
    )
  }
  if (keyed && repeatable[name])
    faults.push('takes a key: take it off the list of repeatable ones.')
  return faults.map((sentence) => `${name} ${sentence}`)
}

/** The objects of a schema that take fields beyond those they declare, by where they stand. */
function openObjects(schema: unknown, place: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties, additionalProperties, items, anyOf, allOf, oneOf } = schema as Record<
    string,
    unknown
  >
  const open = properties !== undefined && additionalProperties !== false ? [place] : []
  const below = [
    ...Object.entries((properties ?? {}) as Record<string, unknown>),
    ...[items].flat().map((one): [string, unknown] => ['[]', one]),
    ...[anyOf, allOf, oneOf]
      .flat()
      .filter((one) => one !== undefined)
      .map((one): [string, unknown] => ['', one]),
  ]
  return [...open, ...below.flatMap(([name, one]) => openObjects(one, `${place}/${name}`))]
}
